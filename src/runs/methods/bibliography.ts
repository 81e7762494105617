/** A work that a methods paragraph can cite. */
export interface Reference {
  readonly key: string
  readonly kind: 'article' | 'inproceedings' | 'misc' | 'software'
  /** BibTeX's own fields. */
  readonly fields: Readonly<Record<string, string>>
}

/** A preprint: authors as BibTeX has them. */
type Preprint = readonly [key: string, author: string, title: string, year: number]

const SHORT = 'and others'

/** By arXiv number: those that strategies name. */
const PREPRINTS: Readonly<Record<string, Preprint>> = {
  '1609.08144': [
    'wu2016',
    `Wu, Yonghui ${SHORT}`,
    "Google's Neural Machine Translation System: Bridging the Gap between Human and Machine Translation",
    2016,
  ],
  '1610.02424': [
    'vijayakumar2018',
    `Vijayakumar, Ashwin K. ${SHORT}`,
    'Diverse Beam Search: Decoding Diverse Solutions from Neural Sequence Models',
    2018,
  ],
  '1705.04304': [
    'paulus2018',
    'Paulus, Romain and Xiong, Caiming and Socher, Richard',
    'A Deep Reinforced Model for Abstractive Summarization',
    2018,
  ],
  '1805.04833': [
    'fan2018',
    'Fan, Angela and Lewis, Mike and Dauphin, Yann',
    'Hierarchical Neural Story Generation',
    2018,
  ],
  '1903.06059': [
    'kool2019',
    'Kool, Wouter and van Hoof, Herke and Welling, Max',
    'Stochastic Beams and Where to Find Them: The Gumbel-Top-k Trick for Sampling Sequences Without ' +
      'Replacement',
    2019,
  ],
  '1904.09751': [
    'holtzman2020',
    'Holtzman, Ari and Buys, Jan and Du, Li and Forbes, Maxwell and Choi, Yejin',
    'The Curious Case of Neural Text Degeneration',
    2020,
  ],
  '1909.05858': [
    'keskar2019',
    'Keskar, Nitish Shirish and McCann, Bryan and Varshney, Lav R. and Xiong, Caiming and Socher, Richard',
    'CTRL: A Conditional Transformer Language Model for Controllable Generation',
    2019,
  ],
  '2007.14966': [
    'basu2021',
    'Basu, Sourya and Ramachandran, Govardana Sachitanandam and Keskar, Nitish Shirish and Varshney, Lav R.',
    'Mirostat: A Neural Text Decoding Algorithm that Directly Controls Perplexity',
    2021,
  ],
  '2202.00666': [
    'meister2023',
    'Meister, Clara and Pimentel, Tiago and Wiher, Gian and Cotterell, Ryan',
    'Locally Typical Sampling',
    2023,
  ],
  '2202.06417': [
    'su2022',
    'Su, Yixuan and Lan, Tian and Wang, Yan and Yogatama, Dani and Kong, Lingpeng and Collier, Nigel',
    'A Contrastive Framework for Neural Text Generation',
    2022,
  ],
  '2210.15097': [
    'li2023',
    `Li, Xiang Lisa ${SHORT}`,
    'Contrastive Decoding: Open-ended Text Generation as Optimization',
    2023,
  ],
  '2210.15191': [
    'hewitt2022',
    'Hewitt, John and Manning, Christopher D. and Liang, Percy',
    'Truncation Sampling as Language Model Desmoothing',
    2022,
  ],
  '2305.02633': [
    'ravfogel2023',
    'Ravfogel, Shauli and Goldberg, Yoav and Goldberger, Jacob',
    'Conformal Nucleus Sampling',
    2023,
  ],
  '2309.09117': [
    'obrien2023',
    "O'Brien, Sean and Lewis, Mike",
    'Contrastive Decoding Improves Reasoning in Large Language Models',
    2023,
  ],
  '2407.01082': [
    'nguyen2025',
    `Nguyen, Minh Nhat ${SHORT}`,
    'Turning Up the Heat: Min-p Sampling for Creative and Coherent LLM Outputs',
    2025,
  ],
  '2411.07641': ['tang2024', `Tang, Chenxia ${SHORT}`, 'Top-$n\\sigma$: Not All Logits Are You Need', 2024],
  '2506.13681': [
    'schaeffer2025',
    `Schaeffer, Rylan ${SHORT}`,
    'Turning Down the Heat: A Critical Analysis of Min-p Sampling in Language Models',
    2025,
  ],
  '2509.02510': [
    'potraghloo2025',
    `Potraghloo, Erfan Baghaei ${SHORT}`,
    'Top-H Decoding: Adapting the Creativity and Coherence with Bounded Entropy in Text Generation',
    2025,
  ],
  '2509.23234': [
    'tan2025',
    'Tan, Runyan and Wu, Shuang and Howard, Phillip',
    'p-less Sampling: A Robust Hyperparameter-Free Approach for LLM Decoding',
    2025,
  ],
  '2510.14901': [
    'karan2025',
    'Karan, Aayush and Du, Yilun',
    'Reasoning with Sampling: Your Base Model is Smarter Than You Think',
    2025,
  ],
  '2510.15061': [
    'paech2025',
    'Paech, Samuel and Roush, Allen and Goldfeder, Judah and Shwartz-Ziv, Ravid',
    'Antislop: A Comprehensive Framework for Identifying and Eliminating Repetitive Patterns in ' +
      'Language Models',
    2025,
  ],
  '2604.11012': [
    'ding2026',
    `Ding, Yuanhao ${SHORT}`,
    'Min-k Sampling: Decoupling Truncation from Temperature Scaling via Relative Logit Dynamics',
    2026,
  ],
}

/** The works that a source names by their arXiv numbers. */
export const referencesIn = (source: string): Reference[] =>
  [...source.matchAll(/arXiv (\d{4}\.\d{4,5})/g)].map(([, eprint]) => preprint(eprint!))

/** One whose title is not known here is cited by its number. */
function preprint(eprint: string): Reference {
  const year = 2000 + Number(eprint.slice(0, 2))
  const [key, author, title, published] = PREPRINTS[eprint] ?? [
    `arxiv${eprint.replace('.', '-')}`,
    undefined,
    `arXiv:${eprint}`,
    year,
  ]
  return {
    key,
    kind: 'misc',
    fields: {
      ...(author !== undefined && { author }),
      title: `{${title}}`,
      year: String(published),
      eprint,
      archivePrefix: 'arXiv',
      url: `https://arxiv.org/abs/${eprint}`,
    },
  }
}

/** Bootstrap intervals and sign-flip tests. */
export const BOOTSTRAP: Reference = {
  key: 'efron1993',
  kind: 'misc',
  fields: {
    author: 'Efron, Bradley and Tibshirani, Robert J.',
    title: '{An Introduction to the Bootstrap}',
    publisher: 'Chapman and Hall',
    year: '1993',
  },
}

export const PERMUTATION: Reference = {
  key: 'fisher1935',
  kind: 'misc',
  fields: {
    author: 'Fisher, Ronald A.',
    title: '{The Design of Experiments}',
    publisher: 'Oliver and Boyd',
    year: '1935',
  },
}

/** The year of this version. */
const YEAR = '2026'

/** This program. */
export const programReference = (version: string): Reference => ({
  key: 'nucleus',
  kind: 'software',
  fields: {
    author: '{The Nucleus contributors}',
    title: '{Nucleus: a text-generation playground}',
    year: YEAR,
    version,
  },
})

/** References as BibTeX, each once, by key. */
export function bibtexOf(references: readonly Reference[]): string {
  const unique = new Map(references.map((one) => [one.key, one]))
  return [...unique.values()]
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ key, kind, fields }) => {
      const lines = Object.entries(fields).map(([name, value]) => `  ${name} = ${braced(value)},`)
      return [`@${kind}{${key},`, ...lines, '}', ''].join('\n')
    })
    .join('\n')
}

const braced = (value: string): string => (value.startsWith('{') ? value : `{${value}}`)
