import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { LookState, VerdictState } from './parts/state.tsx'

export function AboutPage({ frame }: { frame: Frame }) {
  const t = frame.t.about
  const verdicts = ['pass', 'partial', 'fail', 'unknown', 'na'] as const
  const looks = ['looked', 'void', 'never'] as const
  return (
    <Layout frame={frame} title={t.title} section="about">
      <h1>{t.title}</h1>
      <p>{t.what}</p>
      <div class="columns">
        <section class="card">
          <h2>{t.verdictsTitle}</h2>
          <dl class="facts">
            {verdicts.map((verdict) => (
              <>
                <dt>
                  <VerdictState verdict={verdict} frame={frame} />
                </dt>
                <dd>{t.verdicts[verdict]}</dd>
              </>
            ))}
          </dl>
        </section>
        <section class="card">
          <h2>{t.looksTitle}</h2>
          <dl class="facts">
            {looks.map((look) => (
              <>
                <dt>
                  <LookState state={look} frame={frame} />
                </dt>
                <dd>{t.looks[look]}</dd>
              </>
            ))}
          </dl>
        </section>
        <section class="card">
          <h2>{t.scoreTitle}</h2>
          <p>{t.score}</p>
          <p class="muted">{frame.t.score.legend}</p>
        </section>
        <section class="card">
          <h2>{t.levelsTitle}</h2>
          <p>{t.levels}</p>
          <ol class="list">
            {frame.t.level.names.map((name, level) => (
              <li>
                <strong>{level}</strong> {name}
              </li>
            ))}
          </ol>
        </section>
        <section class="card">
          <h2>{t.brokenTitle}</h2>
          <p>{t.broken}</p>
          <h2>{t.confirmTitle}</h2>
          <p>{t.confirm}</p>
        </section>
        <section class="card" id="keys">
          <h2>{t.keysTitle}</h2>
          <dl class="facts">
            {Object.entries(t.keys).map(([keys, meaning]) => (
              <>
                <dt>
                  <kbd class="mono">{keys}</kbd>
                </dt>
                <dd>{meaning}</dd>
              </>
            ))}
          </dl>
          <label>
            <input type="checkbox" id="keys-switch" checked /> {t.keysSwitch}
          </label>
        </section>
        <section class="card">
          <h2>{t.dataTitle}</h2>
          <p>{t.data}</p>
          <ul class="list">
            {['/units.json?kind=district', '/checks.csv?result=error', '/units?asOf=2022-06-30'].map(
              (href) => (
                <li>
                  <a class="mono" href={href}>
                    {href}
                  </a>
                </li>
              ),
            )}
          </ul>
          <p>
            <a href="/api/openapi">{frame.t.api.title}</a>
          </p>
        </section>
        <section class="card">
          <h2>{t.healthTitle}</h2>
          <p>{t.health}</p>
        </section>
      </div>
    </Layout>
  )
}
