// A page that runs for months notices a newer server.
import { isNewer } from "../../web/net/renew"

const page = (script: string) => `<script id="boot" type="application/json">{}</script><script type="module" src="${script}"></script>`

test("a page with another program is newer, the same one or a strange answer is not", () => {
  const own = "/static/dist/assets/main-AAAA.js"
  const answers = [page("/static/dist/assets/main-BBBB.js"), page(own), "<p>Bad gateway</p>"]
  expect(answers.map((answer) => isNewer(answer, own))).toEqual([true, false, false])
})
