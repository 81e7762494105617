export type PlotLibrary = typeof import('@observablehq/plot')

/** Plot is built on d3, so d3 comes first. */
export const PLOT_FILES = ['/vendor/d3.min.js', '/vendor/plot.umd.min.js']

let loading: Promise<PlotLibrary> | undefined

/** Observable Plot, from this server, when a chart is first needed. */
export function loadPlot(): Promise<PlotLibrary> {
  // An exported page holds it.
  const { Plot } = globalThis as { Plot?: PlotLibrary }
  if (Plot) return Promise.resolve(Plot)
  loading ??= loadAll().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}

async function loadAll(): Promise<PlotLibrary> {
  for (const file of PLOT_FILES) await loadScript(file)
  const { Plot } = globalThis as { Plot?: PlotLibrary }
  if (!Plot) throw new Error('The chart’s library did not start.')
  return Plot
}

function loadScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = src
    script.onload = () => resolve()
    script.onerror = () => reject(new Error('The chart’s library did not arrive; reload the page.'))
    document.head.append(script)
  })
}
