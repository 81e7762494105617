/** Why a run was ended early although nobody lost interest: all its samples have met a stop sequence. */
export const STOP_FOUND = Symbol('stop sequence found')
