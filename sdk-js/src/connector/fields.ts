// Form fields: what every page has to know of them. All else is in modules/core-fields.ts.

export const FIELDS = "input,textarea,select,details,form";
