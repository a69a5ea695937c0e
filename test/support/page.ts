import type { Browser, Page } from 'playwright-core';
import { accessibilityProblems } from './browser.ts';
import type { FakeApi } from './fake-api.ts';

export type Theme = 'default' | 'dark' | 'contrast';
export const THEMES: readonly Theme[] = ['default', 'dark', 'contrast'];

/** How a page is looked at: the person is signed in already, unless told otherwise; `waits` is for a page whose answer does not come. */
export type Look = { readonly theme?: Theme; readonly width?: number; readonly height?: number; readonly signedIn?: boolean; readonly waits?: boolean };

/**
 * Opens a page of the tab as its reader sees it, once its heading and content are there, and has axe look at it, so that no test can
 * forget to. Also fails on an error in the console and on content that is wider than the screen.
 */
export async function openPage(browser: Browser, api: FakeApi, path: string, look: Look = {}): Promise<Page> {
  const { theme = 'default', width = 1280, height = 900, signedIn = true, waits = false } = look;
  const context = await browser.newContext({ viewport: { width, height }, ...mediaOf(theme), reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'America/New_York' });
  if (signedIn) await context.addInitScript(() => sessionStorage.setItem('signed-in-person', 'police-rep'));
  const page = await context.newPage();
  // Less than a test may take, so that a test that waits in vain says for what.
  page.setDefaultTimeout(30_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`${api.url}/tab${path}`);
  await page.locator('h1').waitFor();
  if (!waits) await page.locator('[aria-label="Loading"]').waitFor({ state: 'detached' });
  expect(errors).toEqual([]);
  await expectAccessible(page);
  return page;
}

/** What axe and a ruler find wrong with the page as it stands is nothing. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  expect(await page.locator('h1').count()).toBe(1);
}

/** The page as it stands is accessible in every theme, wide and at 320 pixels. */
export async function expectAccessibleEverywhere(page: Page): Promise<void> {
  for (const theme of THEMES) {
    for (const width of [1280, 320]) {
      await showIn(page, theme, width);
      await expectAccessible(page);
    }
  }
}

/** Shows the page in another theme and width, as when its reader changes them. */
export async function showIn(page: Page, theme: Theme, width: number): Promise<void> {
  await page.emulateMedia(mediaOf(theme));
  await page.setViewportSize({ width, height: 900 });
}

/** A plain browser says by its media features which theme its reader wants. */
function mediaOf(theme: Theme) {
  return { colorScheme: theme === 'dark' ? 'dark' : 'light', contrast: theme === 'contrast' ? 'more' : 'no-preference' } as const;
}
