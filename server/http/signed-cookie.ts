/** How every cookie of the course is set: signed, for this site's own pages, and out of reach of scripts. */
const yearSeconds = 365 * 24 * 3600;

export const signedCookie = {
  path: '/',
  httpOnly: true,
  sameSite: 'lax',
  signed: true,
  maxAge: yearSeconds,
} as const;
