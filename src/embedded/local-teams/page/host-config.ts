import { HostConfig } from 'adaptivecards';

const inks = ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'] as const;

function foreground(): Record<string, { default: string; subtle: string }> {
  return Object.fromEntries(
    inks.map((ink) => [ink, { default: `var(--card-${ink})`, subtle: `var(--card-${ink}-subtle)` }]),
  );
}

function container(background: string) {
  return { backgroundColor: `var(--card-${background}-background)`, foregroundColors: foreground() };
}

/**
 * How Teams draws cards. Colours are the page's custom properties, so that a change of theme repaints a card without
 * drawing it again and nobody loses what they typed.
 */
export const teamsHostConfig = new HostConfig({
  hostCapabilities: { capabilities: null },
  choiceSetInputValueSeparator: ',',
  supportsInteractivity: true,
  fontTypes: {
    default: {
      fontFamily: "'Segoe UI', system-ui, sans-serif",
      fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
      fontWeights: { lighter: 200, default: 400, bolder: 600 },
    },
    monospace: {
      fontFamily: 'ui-monospace, monospace',
      fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
      fontWeights: { lighter: 200, default: 400, bolder: 600 },
    },
  },
  lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: container('default'),
    emphasis: container('emphasis'),
    good: container('good'),
    attention: container('attention'),
    warning: container('warning'),
    accent: container('accent'),
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', color: 'default', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder', color: 'default' },
    },
    errorMessage: { color: 'attention', weight: 'bolder' },
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 16 },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    iconPlacement: 'leftOfTitle',
    allowTitleToWrap: true,
    iconSize: 16,
  },
  adaptiveCard: { allowCustomStyle: false },
  factSet: {
    title: { color: 'default', weight: 'bolder', wrap: true, maxWidth: 150 },
    value: { color: 'default', wrap: true },
    spacing: 16,
  },
  textBlock: { headingLevel: 3 },
});
