/** What an entrance says of itself in `/api/docs`. */
import { Type } from 'typebox';
import { ApiError } from '../../protocol/lab.ts';

/** Every error of the API has one shape. */
const errors = { '4xx': ApiError, '5xx': ApiError } as const;
/** The answer of what is only done. */
export const done = { 204: Type.Null() } as const;

/** The part of a route's schema that is for who reads it; `response`: what it answers where all goes well. */
export const described = <R extends object>(
  tag: 'lab' | 'learner' | 'class' | 'service',
  summary: string,
  response: R,
  description = '',
) => ({ tags: [tag], summary, description, response: { ...response, ...errors } });
