// Whether stated chances came true: what was said beside what was kept, by fifths, and a score.
import { number, percent } from "../../draw/format"
import type { Calibration, Overview } from "./model"
import type { MeasureText } from "./texts"

function Bins({ t, one }: { t: MeasureText; one: Calibration }) {
  return (
    <table class="plain-table">
      <thead><tr><th>{t("chances.stated")}</th><th class="right">{t("chances.count")}</th><th class="right">{t("chances.stated")}</th><th class="right">{t("chances.kept")}</th></tr></thead>
      <tbody>
        {one.bins.map((bin) => (
          <tr key={bin.low}>
            <td>{percent(bin.low)} – {percent(bin.high)}</td>
            <td class="right">{number(bin.count)}</td>
            <td class="right">{bin.stated === null ? "–" : percent(bin.stated)}</td>
            <td class="right"><b>{bin.observed === null ? "–" : percent(bin.observed)}</b></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function Chances({ t, known }: { t: MeasureText; known: Overview }) {
  return (
    <section data-chances>
      <h2>{t("chances")}</h2>
      <p class="mu">{t("chances.what")}</p>
      <div class="chances">
        {known.calibration.map((one) => (
          <div key={one.ahead_days} data-ahead={one.ahead_days}>
            <h3>{t("chances.ahead", { days: one.ahead_days })}</h3>
            {!one.enough || one.brier === null || one.brier_of_share === null || one.observed === null ? (
              <p class="fine">{t("chances.few", { count: number(one.count), enough: known.enough })}</p>
            ) : (
              <>
                <Bins t={t} one={one} />
                <p class="mu">{t("chances.brier", { value: number(one.brier, 3), share: number(one.brier_of_share, 3), observed: percent(one.observed) })}</p>
              </>
            )}
          </div>
        ))}
      </div>
    </section>
  )
}
