import { createHmac, timingSafeEqual } from 'node:crypto';
import { parse, stringify, validate } from 'uuid';
import { followToken } from '../../contracts/hub/phone-keep.ts';

/** Links to follow a visit: the visit's id with a proof, so that nobody makes one for a visit that they do not know. */
export interface FollowLinks {
  tokenOf(visitId: string): string;
  /** The visit that the hub made this token for; null for anything else. */
  visitOf(token: string): string | null;
}

const PURPOSE = 'xiaowu follow link';
const ID_BYTES = 16;
/** 128 bits: nobody guesses one. */
const PROOF_BYTES = 16;
const ID_CHARS = 22;

export function createFollowLinks(secret: Uint8Array): FollowLinks {
  const key = createHmac('sha256', secret).update(PURPOSE).digest();
  const proofOf = (idBytes: Uint8Array) => createHmac('sha256', key).update(idBytes).digest().subarray(0, PROOF_BYTES);
  return {
    tokenOf(visitId) {
      const idBytes = Buffer.from(parse(visitId));
      return idBytes.toString('base64url') + proofOf(idBytes).toString('base64url');
    },
    visitOf(token) {
      if (!followToken.safeParse(token).success) return null;
      const idBytes = Buffer.from(token.slice(0, ID_CHARS), 'base64url');
      const proof = Buffer.from(token.slice(ID_CHARS), 'base64url');
      if (idBytes.length !== ID_BYTES || proof.length !== PROOF_BYTES) return null;
      if (!timingSafeEqual(proof, proofOf(idBytes))) return null;
      const visitId = stringify(idBytes);
      return validate(visitId) ? visitId : null;
    },
  };
}
