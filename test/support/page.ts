import type { Browser, Page } from 'playwright-core';
import { accessibilityProblems } from './browser.ts';
import type { FakeApi } from './fake-api.ts';

export type Theme = 'default' | 'dark' | 'contrast';
export const THEMES: readonly Theme[] = ['default', 'dark', 'contrast'];

/** How a page is looked at: the person is signed in already, unless told otherwise. */
export type Look = { readonly theme?: Theme; readonly width?: number; readonly height?: number; readonly signedIn?: boolean };

/**
 * Opens a page of the tab as its reader sees it, once its heading and content are there, and has axe look at it, so that no test can
 * forget to. Also fails on an error in the console and on content that is wider than the screen.
 */
export async function openPage(browser: Browser, api: FakeApi, path: string, look: Look = {}): Promise<Page> {
  const { theme = 'default', width = 1280, height = 900, signedIn = true } = look;
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: theme === 'dark' ? 'dark' : 'light', contrast: theme === 'contrast' ? 'more' : 'no-preference', reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'America/New_York',
  });
  if (signedIn) await context.addInitScript(() => sessionStorage.setItem('signed-in-person', 'police-rep'));
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`${api.url}/tab${path}`);
  await page.locator('h1').waitFor();
  await page.locator('[aria-label="Loading"]').waitFor({ state: 'detached' });
  expect(errors).toEqual([]);
  await expectAccessible(page);
  return page;
}

/** What axe and a ruler find wrong with the page as it stands is nothing. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  expect(await page.locator('h1').count()).toBe(1);
}
