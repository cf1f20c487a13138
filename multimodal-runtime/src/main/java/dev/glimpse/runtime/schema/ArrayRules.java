package dev.glimpse.runtime.schema;

import dev.glimpse.runtime.grammar.Expression;
import java.util.ArrayList;
import java.util.List;

/// An array's items as rules. Confined to one call.
final class ArrayRules {
    static final Expression COMMA =
            Expression.sequence(new Expression.Literal(","), JsonRules.SPACE);

    private final SchemaGrammar schemas;

    ArrayRules(SchemaGrammar schemas) {
        this.schemas = schemas;
    }

    /// The items of `prefixItems` that `maxItems` leaves room for, all of them, then more.
    Expression of(SchemaFields schema) {
        List<Expression> first =
                schema.has("prefixItems")
                        ? schemas.all(schema.schemas("prefixItems"), schema.at("prefixItems"))
                        : List.of();
        int least = schema.size("minItems", 0);
        int most = schema.size("maxItems", Expression.UNBOUNDED);
        first = first.subList(0, Math.min(first.size(), most));
        Json items = schema.value("items").orElse(new Json.Bool(!schema.has("prefixItems")));
        boolean noMore = items.equals(new Json.Bool(false));
        if (most < least || (noMore && least > first.size())) {
            throw SchemaFields.fault(schema.place(), "wants more items than it allows");
        }
        var parts = new ArrayList<Expression>();
        for (Expression item : first) {
            parts.add(parts.isEmpty() ? item : Expression.sequence(COMMA, item));
            parts.add(JsonRules.SPACE);
        }
        if (!noMore && most > first.size()) {
            Expression item = schemas.named(schemas.expression(items, schema.at("items")));
            int rest = most == Expression.UNBOUNDED ? most : most - first.size();
            parts.add(more(item, Math.max(0, least - first.size()), rest, first.isEmpty()));
        }
        return Expression.sequence(
                new Expression.Literal("["),
                JsonRules.SPACE,
                new Expression.Sequence(parts),
                new Expression.Literal("]"));
    }

    /// Items with commas between them, before the first too unless it is the `first` of the array.
    private static Expression more(Expression item, int least, int most, boolean first) {
        Expression spaced = Expression.sequence(item, JsonRules.SPACE);
        Expression following = Expression.sequence(COMMA, spaced);
        if (!first) {
            return new Expression.Repeat(following, least, most);
        }
        int rest = most == Expression.UNBOUNDED ? most : most - 1;
        Expression some =
                Expression.sequence(
                        spaced, new Expression.Repeat(following, Math.max(0, least - 1), rest));
        return least == 0 ? Expression.optional(some) : some;
    }
}
