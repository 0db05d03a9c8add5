// What a JSON Schema says can stand at a place: the names of fields, and values, for the editor to offer.

/** Walks a schema of the kind that packs have: `$ref` into `$defs`, and alternatives. */
export class Guide {
    constructor(schema) {
        this.schema = schema;
    }

    /** Every alternative that a schema stands for, without references. */
    each(schema, seen = new Set()) {
        if (!schema || typeof schema !== 'object' || seen.has(schema)) return [];
        seen.add(schema);
        const parts = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
        const target = schema.$ref?.startsWith('#/$defs/') ? this.schema.$defs[schema.$ref.slice('#/$defs/'.length)] : undefined;
        // What stands beside a reference or alternatives describes the place, and so comes first.
        return [schema, ...(target ? [target] : []), ...parts].flatMap((part) => (part === schema ? [schema] : this.each(part, seen)));
    }

    /** The alternatives at a path of names and places in lists. */
    at(path) {
        let here = this.each(this.schema);
        for (const step of path) {
            const next = typeof step === 'number'
                ? here.map((schema) => schema.prefixItems?.[step] ?? schema.items)
                : here.map((schema) => schema.properties?.[step] ?? schema.additionalProperties);
            here = next.flatMap((schema) => this.each(schema));
        }
        return here;
    }

    /** The names of fields that an object there may have. */
    fields(path) {
        const fields = new Map();
        for (const schema of this.at(path)) {
            for (const [name, field] of Object.entries(schema.properties ?? {})) {
                if (!fields.has(name)) fields.set(name, { name, info: field.description ?? '', needed: schema.required?.includes(name) ?? false });
            }
        }
        return [...fields.values()];
    }

    /** The values that may stand there; those of a list, too, where one may stand there. */
    values(path) {
        const values = new Map();
        const note = (value, info) => values.has(value) || values.set(value, { value, info: info ?? '' });
        const gather = (schema) => {
            if ('const' in schema) note(schema.const, schema.title ?? schema.description);
            for (const value of schema.enum ?? []) note(value, '');
            if (schema.type === 'boolean') [true, false].forEach((value) => note(value, ''));
        };
        for (const schema of this.at(path)) {
            gather(schema);
            this.each(schema.items).forEach(gather);
        }
        return [...values.values()];
    }

    /** What is said of a place. */
    about(path) {
        return this.at(path).map((schema) => schema.description).find(Boolean);
    }
}
