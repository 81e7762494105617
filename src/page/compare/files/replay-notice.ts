import { type Difference, type Replay, recordedWords } from '../../../runs/replay/replay-report.ts'
import { letterOf } from '../../ui/lane.ts'
import type { NoticeText } from '../../ui/notice.tsx'
import { plural } from '../../ui/numbers.ts'
import { branchesOf } from '../branch/branch.ts'
import type { Run } from '../run/run.ts'

/** What a replay found. */
export function replayNotice({ isSame, texts, tokens, difference, changes }: Replay, run: Run): NoticeText {
  if (isSame || !difference) {
    const branches = branchesOf(run).length
    const grown = branches === 0 ? '' : `, ${branches} of them ${branches === 1 ? 'a branch' : 'branches'}`
    const also = changes.length > 0 ? ` Although: ${changes.join(' ')}` : ''
    return {
      kind: '',
      icon: 'check',
      title: 'Every token is the same',
      text:
        `The replay of ${run.file} gave ${plural(texts, 'text')}${grown}, ${plural(tokens, 'token')}, all ` +
        `as recorded.${also}`,
    }
  }
  const why =
    changes.length > 0
      ? `Since then: ${changes.join(' ')}`
      : 'Model file, precision, versions and processor are those of the file, so the file itself may ' +
        'have been changed.'
  return {
    kind: 'warn',
    icon: 'tilde',
    title: placeOf(difference, run),
    text: `${wordsOf(difference, run)} ${why}`,
  }
}

function placeOf({ lane, sample, branch, step }: Difference, run: Run): string {
  const letter = letterOf(run.lanes[lane]?.key ?? lane)
  const one = (run.lanes[lane]?.samples.length ?? 1) > 1 ? `, sample ${sample + 1}` : ''
  const grown = branch === null ? '' : `, branch ${branch + 1}`
  return `The replay differs from token ${step + 1} of lane ${letter}${one}${grown}`
}

/** What was recorded and what came now: the words, or the tokens' numbers where their words are the same. */
function wordsOf(difference: Difference, run: Run): string {
  const { step, recorded, replayed, lane, sample, branch } = difference
  const shown = branch === null ? run.lanes[lane]?.samples[sample]?.steps[step] : undefined
  const old = shown?.token === recorded ? shown?.text.trim() : undefined
  const hasWords = old !== undefined && old !== replayed?.text.trim()
  const was = hasWords ? `“${old}”` : recordedWords(difference)
  const now = !replayed
    ? 'the end of the text'
    : hasWords
      ? `“${replayed.text.trim()}”`
      : `token ${replayed.token}, “${replayed.text.trim()}”`
  return `The file has ${was}, now it is ${now}.`
}
