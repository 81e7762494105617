import { useEffect, useMemo, useState } from 'preact/hooks'
import { messageOf } from '../../../errors.ts'
import { announce } from '../../ui/announce.tsx'
import { Button } from '../../ui/button.tsx'
import { copied } from '../../ui/clipboard.ts'
import { DoneButton } from '../../ui/done-button.tsx'
import { focusSoon } from '../../ui/focus.ts'
import { Notice } from '../../ui/notice.tsx'
import { paramsWithBranches } from '../branch/branch.ts'
import { Runline } from '../composer/runline.tsx'
import { isBusy } from '../run/run.ts'
import { type Page, usePage, useRun } from '../state/page.ts'
import { type BallotText, ballotOf, choiceOf } from './ballot.ts'
import { BLIND } from './blind-test.ts'
import { Revealed } from './revealed.tsx'
import { hasSeen, markSeen, vote } from './votes.ts'

/** The blind test in the place of everything that names a lane. */
export function Blind() {
  const page = usePage()
  const run = useRun()
  const blind = page.blind.value
  const settings = page.settings.value
  const human = page.human.value
  const isWritten = run !== undefined && !isBusy(run) && !waitsForHuman(settings.human, human)
  const views = page.views.value
  const ballot = useMemo(
    () => (isWritten ? ballotOf(views, Number(run?.settings.seed)) : []),
    [isWritten, run],
  )
  if (!blind) return null
  if (!isWritten) return <Writing page={page} />
  if (ballot.length < 2) return <TooFew page={page} />
  return (
    <section class="blind-test" aria-labelledby="h-blind">
      <div class="ui-lede">
        <h2 id="h-blind" tabIndex={-1}>
          Which text is the most human?
        </h2>
        <p>
          {ballot.length} continuations of one prompt, in random order, all cut to the same length.{' '}
          {blind.isRevealed ? 'Now you see who wrote them.' : 'Vote first; then you see who wrote them.'}
        </p>
        <p class="blind-prompt" dir="auto">
          {run?.settings.prompt}
        </p>
      </div>
      {blind.isRevealed ? (
        <Revealed ballot={ballot} chosen={blind.chosen} test={testOf(page)} />
      ) : (
        <Ballot page={page} ballot={ballot} />
      )}
      {blind.problem && (
        <Notice kind="warn" title="The vote was kept in this browser only" text={blind.problem} />
      )}
      <p class="blind-buttons">
        <DoneButton
          icon="link"
          data-do="copy-blind"
          label="Copy link for the class"
          onPress={() => copyLink(page)}
        />
        <Button class="is-plain" data-do="blind-end" onClick={() => end(page)}>
          {blind.isRevealed ? 'Back to the comparison' : 'Leave without voting'}
        </Button>
      </p>
    </section>
  )
}

/** Whether a person's text is still to be scored. */
const waitsForHuman = (written: string, human: Page['human']['value']): boolean =>
  written.trim() !== '' && !human?.result && human?.message === undefined

/** A run's link without what would name an order: the test's own name. */
const testOf = (page: Page): string => {
  const run = page.run.peek()
  const { human, humanP } = page.settings.peek()
  return paramsWithBranches(run, { ...(run?.settings ?? page.settings.peek()), human, humanP }).toString()
}

const copyLink = (page: Page): Promise<string> =>
  copied(`${location.origin}/?${testOf(page)}&${BLIND}=1`, 'Link copied')

function end(page: Page): void {
  page.blind.value = undefined
  announce('The blind test is over')
  focusSoon('[data-focus="lessons"]')
}

function Writing({ page }: { readonly page: Page }) {
  const run = useRun()
  const message = run?.phase === 'failed' ? run.error?.message : undefined
  return (
    <section class="blind-test" aria-labelledby="h-blind">
      <div class="ui-lede">
        <h2 id="h-blind" tabIndex={-1}>
          Which text is the most human?
        </h2>
        <p role="status" class="ui-needs-js">
          {run ? 'The texts are being written: ' : 'The texts are about to be written. '}
          <Runline />
        </p>
        <p class="ui-no-js">A blind test needs a browser that runs scripts.</p>
      </div>
      {message && <Notice kind="err" title="The run failed" text={message} />}
      <p>
        <Button class="is-plain" data-do="blind-end" onClick={() => end(page)}>
          Leave
        </Button>
      </p>
    </section>
  )
}

const TooFew = ({ page }: { readonly page: Page }) => (
  <Notice
    kind=""
    icon="about"
    title="There are too few texts to choose from"
    text="A blind test takes a finished run with two lanes or more, or one lane and a human text."
    action={{ label: 'Back', name: 'blind-end', press: () => end(page) }}
  />
)

interface BallotProps {
  readonly page: Page
  readonly ballot: readonly BallotText[]
}

function Ballot({ page, ballot }: BallotProps) {
  const [chosen, setChosen] = useState<number>()
  const test = testOf(page)
  // Whoever has seen the names knows which text is whose.
  const isSeen = useMemo(() => hasSeen(test), [test])
  useEffect(() => announce(`${ballot.length} texts to choose from`), [])
  const submit = async () => {
    if (chosen === undefined || isSeen) return
    page.blind.value = { chosen, isRevealed: true }
    focusSoon('#h-blind')
    announce('Your vote is counted. These are the names.')
    try {
      await vote(test, choiceOf(ballot[chosen]!.view))
    } catch (error) {
      const problem = messageOf(error)
      page.blind.value = { chosen, isRevealed: true, problem }
    }
  }
  return (
    <form
      class="blind-ballot"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <fieldset>
        <legend class="ui-hidden">Which one is the most human</legend>
        <ol class="blind-texts">
          {ballot.map(({ text }, index) => (
            <li key={index} class="ui-sheet">
              <label>
                <input
                  type="radio"
                  name="most-human"
                  value={index}
                  checked={chosen === index}
                  aria-describedby={`blind-text-${index}`}
                  onChange={() => setChosen(index)}
                />
                <b>Text {index + 1}</b>
                <span class="ui-hidden"> is the most human</span>
              </label>
              <p id={`blind-text-${index}`} dir="auto">
                {text}
              </p>
            </li>
          ))}
        </ol>
      </fieldset>
      <p class="blind-buttons">
        {isSeen ? (
          <span class="ui-quiet">This browser has seen the names of this test: it votes no more.</span>
        ) : (
          <Button type="submit" class="is-primary" data-do="vote" disabled={chosen === undefined}>
            Vote and reveal
          </Button>
        )}
        <Button
          class="is-plain"
          data-do="reveal"
          onClick={() => {
            markSeen(test)
            page.blind.value = { isRevealed: true }
            focusSoon('#h-blind')
          }}
        >
          {isSeen ? 'Reveal again' : 'Reveal without a vote'}
        </Button>
      </p>
    </form>
  )
}
