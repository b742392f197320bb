// The tablet's camera as a scanner, where the browser can read codes itself.
import cameraIcon from "@tabler/icons/outline/qrcode.svg?raw"
import { useEffect, useRef, useState } from "preact/hooks"
import { Icon } from "../draw/icon"
import { Panel } from "./panel"
import { scan } from "./scan"
import type { Terminal } from "./terminal"

type Found = { rawValue: string }
type Detector = { detect: (source: HTMLVideoElement) => Promise<Found[]> }
type DetectorMaker = new (options: { formats: string[] }) => Detector

const LOOK_EVERY_MS = 200

/** The browser's own reader of codes; null where it has none, or may use no camera. */
function maker(): DetectorMaker | null {
  const found = (globalThis as { BarcodeDetector?: DetectorMaker }).BarcodeDetector
  return found !== undefined && navigator.mediaDevices !== undefined ? found : null
}

/** Opens the camera; nothing where the browser can't read codes. */
export function CameraButton({ terminal }: { terminal: Terminal }) {
  if (maker() === null) return null
  return (
    <button class="plain camera-button" data-do="camera" onClick={() => terminal.show({ name: "camera" })}>
      <Icon svg={cameraIcon} size={32} /> {terminal.t.value("camera")}
    </button>
  )
}

async function look(video: HTMLVideoElement, detector: Detector, running: () => boolean): Promise<string | null> {
  while (running()) {
    const [found] = video.readyState >= video.HAVE_CURRENT_DATA ? await detector.detect(video) : []
    if (found !== undefined && found.rawValue !== "") return found.rawValue
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS))
  }
  return null
}

export function Camera({ terminal }: { terminal: Terminal }) {
  const video = useRef<HTMLVideoElement>(null)
  const [failed, setFailed] = useState(false)
  const t = terminal.t.value
  useEffect(() => {
    const Detector = maker()
    let running = true
    let stream: MediaStream | null = null
    const stop = () => {
      running = false
      stream?.getTracks().forEach((track) => track.stop())
    }
    const run = async () => {
      if (Detector === null || video.current === null) return
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } })
      // Left while the camera was warming up.
      if (!running) return stop()
      video.current.srcObject = stream
      await video.current.play()
      const code = await look(video.current, new Detector({ formats: ["qr_code", "code_128"] }), () => running)
      if (code === null) return
      terminal.back()
      await scan(terminal, code)
    }
    run().catch((failure: unknown) => {
      console.warn("The camera can't be used:", failure)
      if (running) setFailed(true)
    })
    return stop
  }, [terminal])
  return (
    <Panel terminal={terminal} title={t("camera.what")}>
      {failed ? <p class="camera-failed" role="alert">{t("camera.failed")}</p> : <video class="camera" ref={video} muted playsInline />}
    </Panel>
  )
}
