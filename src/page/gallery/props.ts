/** What the gallery shows, as plain data: the server reads it from a folder of results. */

export interface Badge {
  readonly kind: 'pass' | 'part' | 'fail' | 'idle'
  readonly icon: string
  readonly word: string
}

/** A text of a run, and Compare's address for that run. */
interface LinkedText {
  readonly prompt: string
  readonly text: string
  readonly stop: string
  readonly seed: number
  readonly href: string
}

/** Texts that open over the page. */
export interface TextDialog {
  readonly id: string
  readonly title: string
  /** Chain notation. */
  readonly lane: string
  /** What was measured, in words. */
  readonly facts: readonly string[]
  /** Why a run here may give other texts; absent where it gives these. */
  readonly parting?: string | undefined
  readonly texts: readonly LinkedText[]
}

/** A text in a card: short, and where it ends in a loop, its copies and how often it comes. */
export interface Excerpt {
  readonly start: string
  /** Copies of the loop that are shown. */
  readonly copies: readonly string[]
  /** How often it comes in the whole text; 0 where there is no loop. */
  readonly times: number
}

export interface Specimen {
  readonly name: string
  readonly excerpt: Excerpt
  /** Id of the dialog with the whole text. */
  readonly dialog: string
}

/** A stored drawing without its frame and style: panels of their own, or one whole. */
export interface Figure {
  readonly title: string
  readonly description: string
  readonly series: readonly { readonly index: number; readonly name: string }[]
  /** How many panels are beside each other; 0 for one whole drawing. */
  readonly columns: number
  readonly drawings: readonly { readonly width: number; readonly height: number; readonly svg: string }[]
}

/** Table 1: in each pair our figure, then the paper's. */
export interface PairTable {
  readonly model: string
  readonly columns: readonly { readonly name: string; readonly meaning: string }[]
  readonly rows: readonly {
    readonly kind: '' | 'is-human' | 'is-tinted'
    readonly name: string
    readonly dialog: string | undefined
    readonly pairs: readonly (readonly [ours: string, paper: string])[]
  }[]
}

export interface SweepGrid {
  /** Perplexity of human text. */
  readonly human: string
  readonly families: readonly {
    readonly parameter: string
    readonly symbol: string
    readonly cells: readonly {
      readonly value: string
      readonly perplexity: string
      readonly isNearest: boolean
      readonly dialog: string
    }[]
  }[]
}

/** The likeliest next tokens of a context. */
export interface Context {
  readonly href: string
  readonly kind: string
  readonly text: string
  /** Tokens in the nucleus of 0.9. */
  readonly kept: number
  /** `share` of the most likely token of all contexts. */
  readonly tokens: readonly { readonly token: string; readonly share: number; readonly probability: number }[]
}

export interface Measured {
  /** Whether on the model file that this server runs. */
  readonly isOwn: boolean
  readonly verdict: string
  /** What held, in figures. */
  readonly held: string
  readonly figure: Figure | undefined
  readonly specimens: readonly Specimen[]
  readonly tableOne: PairTable | undefined
  readonly grid: SweepGrid | undefined
  readonly contexts: readonly Context[]
  readonly texts: readonly { readonly name: string; readonly dialog: string }[]
  readonly checks: readonly {
    readonly statement: string
    readonly measured: string
    readonly passed: boolean
  }[]
  /** Statements of the paper: those that carried over, and those that did not. */
  readonly carried: readonly string[]
  readonly lost: readonly { readonly statement: string; readonly why: string }[]
  readonly table: {
    readonly isOpen: boolean
    readonly columns: readonly { readonly name: string; readonly isNumber: boolean }[]
    readonly rows: readonly (readonly { readonly text: string; readonly isNumber: boolean }[])[]
  }
  /** Where it comes from: in a line, and in full. */
  readonly source: {
    readonly line: string
    readonly facts: readonly (readonly [name: string, value: string])[]
  }
  /** Why a run here may give other texts; absent where it gives these. */
  readonly parting?: string | undefined
  readonly files: readonly { readonly href: string; readonly name: string }[]
  /** Runs of it for Compare; a label where there are several. */
  readonly runs: readonly { readonly href: string; readonly label: string }[]
}

/** One experiment, measured or not. */
export interface Card {
  readonly id: string
  readonly title: string
  readonly claim: string
  readonly paper: string
  readonly isWide: boolean
  readonly badge: Badge
  readonly command: string
  /** Why nothing of it could be measured on this model, where it was tried. */
  readonly why?: string | undefined
  readonly measured: Measured | undefined
}

export interface GalleryProps {
  readonly model: { readonly title: string; readonly hash: string }
  readonly cards: readonly Card[]
  readonly dialogs: readonly TextDialog[]
  /** How many cards have each badge. */
  readonly counts: readonly { readonly count: number; readonly word: string }[]
  /** What a result of another model file was measured on. */
  readonly foreign: { readonly model: string; readonly hash: string } | undefined
  readonly isEmpty: boolean
  /** Whether figures of human text are shipped for the model. */
  readonly hasHuman: boolean
  /** What its tables measure. */
  readonly measures: readonly { readonly name: string; readonly meaning: string }[]
  /** Measures everything. */
  readonly command: string
  /** Models whose results are stored; there is a choice where there are several. */
  readonly models: readonly { readonly id: string; readonly title: string; readonly isShown: boolean }[]
  /** Statements of the paper on which this model and the default one part. */
  readonly beside: { readonly gained: readonly string[]; readonly missed: readonly string[] } | undefined
}
