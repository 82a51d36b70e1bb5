/** From when on a supervisor is told. Each is a matter of the service, not of the machine. */

/**
 * A citizen is promised a person within 15 s (`SERVICE_LEVEL_SECONDS`). Four times that is a minute without a face in a small
 * room, and still early enough to send somebody: a call-back is offered only when five minutes are foreseen.
 */
export const LONG_WAIT_SECONDS = 60;

/** 保持: two minutes are enough to ask a colleague; after that the citizen should hear something from a person again. */
export const CITIZEN_HELD_SECONDS = 120;
