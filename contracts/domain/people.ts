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

export const presence = z.enum([
  'offline',
  'available',
  'offered',
  'on-call',
  'wrap-up',
  /** 窗口: with somebody at the counter of the office. */
  'at-counter',
  'break',
  /** Did not answer several offers: is asked for nothing until they say that they are there. */
  'not-responding',
]);
export type Presence = z.infer<typeof presence>;

/** Why somebody is on a break. */
export const breakReason = z.enum(['rest', 'meal', 'meeting', 'training', 'paperwork', 'other']);
export type BreakReason = z.infer<typeof breakReason>;

/** 资质: what a person can and may do, beyond the department and town of their account. */
export const qualification = z.strictObject({
  /** Regions whose citizens this person may serve, the own one included. */
  regionIds: z.array(slug).min(1),
  /** Without `serviceId`: every service of the department. Level 1 (can) to 3 (teaches others). */
  skills: z
    .array(z.strictObject({ departmentId: slug, serviceId: slug.optional(), level: z.int().min(1).max(3) }))
    .min(1),
  /** Licences to decide (审批权限). */
  authorities: z.array(slug),
  /** Interprets for citizens: sign language or a language of the list. */
  interprets: z.array(z.enum(['sign', 'yue', 'en'])),
  /** Works at the same time. */
  capacity: z.int().min(1).max(4),
});
export type Qualification = z.infer<typeof qualification>;

/** 晓屋: one machine, one place. */
export const booth = z.strictObject({
  id: slug,
  name: z.string().min(1).max(60),
  address: z.string().min(1).max(200),
  regionId: slug,
});
export type Booth = z.infer<typeof booth>;
