// Runs in the page: what pans, zooms and drags, one step a frame, and when frames come.
window.measured = {
  frame: () => new Promise((done) => requestAnimationFrame(done)),

  /** Frame times in ms while `step(i)` is called once a frame, and how much of each the page worked. */
  async frames(count, step) {
    const times = []
    const works = []
    let last = await this.frame()
    for (let i = 0; i < count; i += 1) {
      const began = performance.now()
      step(i)
      const stepped = performance.now() - began
      const now = await this.frame()
      times.push(now - last)
      // The step's drawing is asked for before this frame, so it is done when this runs.
      works.push(stepped + Math.max(0, window.__gantt.painted - now))
      last = now
    }
    return { times, works }
  },

  canvas: () => document.querySelector("canvas.top"),

  wheel(options) {
    const box = this.canvas().getBoundingClientRect()
    const at = { clientX: box.left + box.width * 0.45, clientY: box.top + box.height / 2 }
    this.canvas().dispatchEvent(new WheelEvent("wheel", { bubbles: true, cancelable: true, ...at, ...options }))
  },

  pointer(type, x, y) {
    const options = { bubbles: true, cancelable: true, pointerId: 1, pointerType: "mouse", button: 0, buttons: 1, clientX: x, clientY: y }
    this.canvas().dispatchEvent(new PointerEvent(type, options))
  },

  /** There and back, sideways and down. */
  pan(count) {
    return this.frames(count, (i) => {
      const there = Math.floor(i / 90) % 2 === 0 ? 1 : -1
      this.wheel({ deltaX: 34 * there, deltaY: i % 3 === 0 ? 40 * (Math.floor(i / 150) % 2 === 0 ? 1 : -1) : 0 })
    })
  },

  /** Closer and farther, by a factor of about eight. */
  zoom(count) {
    return this.frames(count, (i) => this.wheel({ ctrlKey: true, deltaY: Math.floor((i + 30) / 60) % 2 === 0 ? -18 : 18 }))
  },

  /** A bar in the hand over rows and days. */
  async drag(count, operation) {
    const at = window.__gantt.place(operation)
    this.pointer("pointerdown", at.x, at.y)
    const found = await this.frames(count, (i) => {
      this.pointer("pointermove", at.x + 420 * Math.sin(i / 40), at.y + 260 * Math.sin(i / 23))
    })
    this.pointer("pointercancel", at.x, at.y)
    return found
  },

  /** From a real pointer's move until the frame after the one in which its breaks were drawn; fills `latencies`. */
  watch() {
    this.latencies = []
    this.canvas().addEventListener("pointermove", (event) => {
      const moved = event.timeStamp
      const look = (now) => {
        const { painted, breaks } = window.__gantt
        if (painted < moved || now < painted) requestAnimationFrame(look)
        else if (breaks > 0) this.latencies.push(now - moved)
      }
      requestAnimationFrame(look)
    }, { capture: true })
  },
}
// Pointers made up here can't be captured.
HTMLCanvasElement.prototype.setPointerCapture = () => undefined
