// @ts-check

/**
 * Observable Plot, from this server, when a chart is first needed.
 * @typedef {typeof import('@observablehq/plot')} PlotLibrary
 */

/** Plot stands on d3, so d3 comes first. */
const FILES = ['/vendor/d3.min.js', '/vendor/plot.umd.min.js']

/** @type {Promise<PlotLibrary> | undefined} */
let loading

/** @returns {Promise<PlotLibrary>} */
export function loadPlot() {
  loading ??= loadAll().catch((error) => {
    loading = undefined
    throw error
  })
  return loading
}

async function loadAll() {
  for (const file of FILES) await loadScript(file)
  const { Plot } = /** @type {{ Plot?: PlotLibrary }} */ (/** @type {unknown} */ (globalThis))
  if (!Plot) throw new Error('The chart’s library did not start.')
  return Plot
}

/** @param {string} src @returns {Promise<void>} */
function loadScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = src
    script.onload = () => resolve()
    script.onerror = () => reject(new Error('The chart’s library did not arrive; reload the page.'))
    document.head.append(script)
  })
}
