import { Router } from 'express'
import type { ModelListing } from '../../models/model-listing.ts'
import type { Dependencies } from '../http/dependencies.ts'
import { requireJson } from '../http/exchange.ts'
import { readyModels } from '../http/ready-models.ts'
import { chatShape } from './chat-choice.ts'
import { parseChat } from './chat-request.ts'
import { completionShape } from './completion-choice.ts'
import { parseCompletion } from './completion-request.ts'
import { readyModel } from './ready-model.ts'
import { respond } from './respond.ts'
import { tokenizerRoutes } from './tokenizer.ts'

/** `/v1` in OpenAI's shape, for programs that speak it, and what vLLM and llama.cpp have beside it. */
export function openAiRoutes({ library, engine }: Dependencies): Router {
  const router = Router()
  const dependencies = { library, engine }
  router.get('/health', (_, response) => void response.json({ status: 'ok' }))
  router.get('/v1/models', (_, response) => {
    response.json({ object: 'list', data: readyModels(library).map(modelOf) })
  })
  router.get('/v1/models/*id', (request, response) => {
    response.json(modelOf(readyModel(library, [request.params.id].flat().join('/'))))
  })
  router.post('/v1/completions', requireJson, async (request, response) => {
    const wanted = parseCompletion(request.body)
    await respond({ dependencies, request: wanted, shape: completionShape, response })
  })
  router.post('/v1/chat/completions', requireJson, async (request, response) => {
    const wanted = parseChat(request.body)
    await respond({ dependencies, request: wanted, shape: chatShape, response })
  })
  router.use(tokenizerRoutes(dependencies))
  return router
}

const modelOf = ({ id, contextLength }: ModelListing) => ({
  id,
  object: 'model',
  created: 0,
  owned_by: 'nucleus',
  max_model_len: contextLength,
})
