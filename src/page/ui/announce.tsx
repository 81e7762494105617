/** One polite live region a page: a screen reader reads its text once. */
export const LiveRegion = () => <p id="status" class="ui-hidden" role="status" />

export function announce(text: string): void {
  const region = document.getElementById('status')
  if (region) region.textContent = text
}
