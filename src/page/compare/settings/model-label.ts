import type { OfferedModel } from './offer.ts'

const STATES: Readonly<Record<OfferedModel['state'], string>> = {
  'built-in': 'built in',
  loaded: 'loaded',
  downloaded: 'downloaded',
  available: 'fetched when used',
  loading: 'loading',
  queued: 'queued for download',
  downloading: 'downloading',
  busy: 'being fetched by another process',
  unreachable: 'unreachable',
  failed: 'failed',
}

/** A model in a list, with its state. */
export const modelLabel = ({ title, state }: OfferedModel): string => `${title}, ${STATES[state]}`
