/** A client of other people's, and how it is run against a server here. */
export interface Client {
  readonly name: string
  /** What is installed: Python's packages, or npm's. */
  readonly from: 'pypi' | 'npm'
  /** What it shows, a sentence for the docs. */
  readonly shows: string
  /** The command line; words of `{...}` are replaced by what `Places` names. */
  readonly command: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Lines of its output that the docs keep; all of them where it is absent. */
  readonly keep?: RegExp
}

/** Placeholders in the words of a command. */
export interface Places {
  /** Address of the server. */
  readonly url: string
  /** Folder of the Python environment's programs. */
  readonly bin: string
  /** Folder of npm's programs. */
  readonly npm: string
  /** A folder to write to, with the files of `test/clients` in it, their own words replaced. */
  readonly folder: string
  /** Folder of the built-in model. */
  readonly model: string
}

const OFFLINE = { HF_HUB_OFFLINE: '1', TRANSFORMERS_OFFLINE: '1', HF_DATASETS_OFFLINE: '1' }

export const CLIENTS: readonly Client[] = [
  {
    name: 'openai (Python)',
    from: 'pypi',
    shows: 'models, a completion and its stream, log-probabilities of a prompt, a chain, a chat, an error',
    command: ['{bin}/python', '{folder}/python/openai_client.py'],
  },
  {
    name: 'LangChain',
    from: 'pypi',
    shows: '`.batch`, `.generate` with several prompts in one request, `.stream`',
    command: ['{bin}/python', '{folder}/python/langchain_client.py'],
  },
  {
    name: 'litellm',
    from: 'pypi',
    shows: 'a completion, its stream, a chat',
    command: ['{bin}/python', '{folder}/python/litellm_client.py'],
  },
  {
    name: 'llm',
    from: 'pypi',
    shows: 'the command line, with the server as one of its models',
    command: [
      '{bin}/llm',
      '-m',
      'books',
      '--key',
      'none',
      '--no-log',
      '-o',
      'max_tokens',
      '12',
      '-o',
      'seed',
      '3',
      'It was a dark night',
    ],
    environment: { LLM_USER_PATH: '{folder}/llm' },
  },
  {
    name: 'lm-eval',
    from: 'pypi',
    shows:
      'a log-likelihood task of eight questions in a local file; tokenizer handling as it is by ' +
      'default, which finds `/tokenizer_info` and asks the server',
    command: [
      '{bin}/lm_eval',
      '--model',
      'local-completions',
      '--model_args',
      'model=books-13m,base_url={url}/v1/completions,num_concurrent=2',
      '--tasks',
      'nucleus_openings',
      '--include_path',
      '{folder}/python/tasks',
    ],
    environment: OFFLINE,
    keep: /tokenizer backend|Tasks|nucleus_openings *\||acc_norm|^\|-/,
  },
  {
    name: 'guidellm',
    from: 'pypi',
    shows: 'a benchmark of completions, three at a time, prompts from a local file',
    command: [
      '{bin}/guidellm',
      'run',
      '--backend',
      'kind=openai_http,target={url},model=books-13m,request_format=/v1/completions',
      '--profile',
      'kind=concurrent,streams=3',
      '--constraint',
      'kind=max_requests,count=12',
      '--tokenizer',
      'kind=huggingface_auto,model={model}',
      '--data',
      'kind=json_file,path={folder}/python/prompts.jsonl',
      '--output',
      'kind=console',
      '--disable-console-interactive',
    ],
    environment: OFFLINE,
    keep: /backend validated|Tokenizer resolved|: completed/,
  },
  {
    name: 'promptfoo',
    from: 'npm',
    shows: 'two prompts with an assertion each',
    command: [
      '{npm}/promptfoo',
      'eval',
      '-c',
      '{folder}/promptfoo.yaml',
      '--no-cache',
      '--no-write',
      '--no-table',
    ],
    environment: {
      PROMPTFOO_DISABLE_TELEMETRY: '1',
      PROMPTFOO_DISABLE_UPDATE: '1',
      PROMPTFOO_CONFIG_DIR: '{folder}/promptfoo-state',
    },
    keep: /passed|failed|error|Successes|Failures|Errors|Pass Rate/i,
  },
  {
    name: 'vllm bench serve',
    from: 'pypi',
    shows:
      'its requests, eight streams of completions, then of chats, at once, built and read as its ' +
      'source does; the tool itself needs a build of vLLM for a GPU and was not installed',
    command: ['{bin}/python', '{folder}/python/vllm_bench_client.py'],
  },
]
