import { DEFAULT_RECIPE, type Recipe } from '../../models/recipe.ts';

/** What a model can be asked for on the command line: bar length / how far ahead. */
export const RECIPES = {
  '15m/4h': DEFAULT_RECIPE,
  '1h/24h': { ...DEFAULT_RECIPE, barMinutes: 60, horizonBars: 24 },
  '4h/72h': { ...DEFAULT_RECIPE, barMinutes: 240, horizonBars: 18 },
} as const satisfies Readonly<Record<string, Recipe>>;

export type RecipeKey = keyof typeof RECIPES;
export const RECIPE_KEYS: readonly RecipeKey[] = ['15m/4h', '1h/24h', '4h/72h'];
