import { z } from 'zod';
import { id, slug } from '../ids.ts';
import { language } from './language.ts';

export const agentRole = z.enum(['agent', 'supervisor', 'technician']);
export type AgentRole = z.infer<typeof agentRole>;

/** 云坐席: a person of one department (or a technician of none), in a browser. */
export const agent = z.strictObject({
  id,
  username: slug,
  displayName: z.string().min(1).max(40),
  role: agentRole,
  departmentId: slug,
  regionId: slug,
  languages: z.array(language).min(1),
});
export type Agent = z.infer<typeof agent>;

export const presence = z.enum(['offline', 'available', 'offered', 'on-call', 'wrap-up', 'break']);
export type Presence = z.infer<typeof presence>;

/** 晓屋: one machine, one place. */
export const booth = z.strictObject({
  id: slug,
  name: z.string().min(1).max(60),
  address: z.string().min(1).max(200),
  regionId: slug,
});
export type Booth = z.infer<typeof booth>;
