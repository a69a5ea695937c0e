/** The pages that may show the tab in a frame: the hosts of Teams, Microsoft 365 and Outlook [learn: Microsoft Teams, tab requirements]. */
const HOSTS = [
  'https://*.cloud.microsoft', 'https://teams.microsoft.com', 'https://*.teams.microsoft.com', 'https://*.microsoft365.com', 'https://*.office.com',
  'https://outlook.office.com', 'https://outlook.office365.com', 'https://outlook-sdf.office.com', 'https://outlook-sdf.office365.com',
];

const contentSecurityPolicy = [
  "default-src 'self'",
  // Fluent writes its styles into the page while it runs.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  `frame-ancestors 'self' ${HOSTS.join(' ')}`,
].join('; ');

/** On every answer. There is no X-Frame-Options: it cannot name the hosts of Teams, and would keep the tab out of them. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};
