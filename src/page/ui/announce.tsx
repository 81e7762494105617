/** One polite live region a page, for what a screen reader should say once. */
export const LiveRegion = () => <p id="status" class="ui-hidden" role="status" />

export function announce(text: string): void {
  const region = document.getElementById('status')
  if (region) region.textContent = text
}
