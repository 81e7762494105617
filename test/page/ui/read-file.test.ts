import { expect, it } from 'vitest'
import { readTextFile } from '../../../src/page/ui/read-file.ts'

const read = (...parts: BlobPart[]) => readTextFile(new Blob(parts), 1_000_000, 'a list')

it('reads the text of a file, and states why it does not', async () => {
  expect(await read('Zoë')).toEqual({ text: 'Zoë' })
  expect(await read('x'.repeat(2_000_000))).toEqual({
    fault: 'It has 2.0 MB; a list may have at most 1.0 MB.',
  })
  expect(await read(Uint8Array.of(0x5a, 0xeb))).toEqual({
    fault: 'It holds bytes that are no UTF-8; write its text as UTF-8.',
  })
  const gone = { size: 3, arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }
  expect(await readTextFile(gone, 10, 'a list')).toEqual({
    fault: 'The browser cannot read it; is it still there?',
  })
})
