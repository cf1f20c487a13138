package dev.glimpse.runtime.schema;

import dev.glimpse.runtime.grammar.CharacterSet;
import dev.glimpse.runtime.grammar.Expression;
import dev.glimpse.runtime.schema.ObjectShape.Property;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// An object's properties as rules, one after each property for what may follow: with a comma where
/// there was one before, without where there was none. Confined to one call.
final class ObjectRules {
    private final SchemaGrammar schemas;

    ObjectRules(SchemaGrammar schemas) {
        this.schemas = schemas;
    }

    Expression of(ObjectShape shape) {
        Expression following = Expression.EMPTY;
        Expression first = Expression.EMPTY;
        if (shape.additional().isPresent()) {
            Expression other = other(shape.additional().get(), shape.properties().keySet());
            following =
                    new Expression.Repeat(
                            Expression.sequence(ArrayRules.COMMA, other), 0, Expression.UNBOUNDED);
            first = Expression.optional(Expression.sequence(other, following));
        }
        for (Map.Entry<String, Property> entry : shape.properties().reversed().entrySet()) {
            Expression rest = schemas.named(following);
            Expression member = schemas.named(member(entry.getKey(), entry.getValue()));
            Expression withThis = Expression.sequence(member, rest);
            following = Expression.sequence(ArrayRules.COMMA, withThis);
            if (shape.required().contains(entry.getKey())) {
                first = withThis;
            } else {
                following = Expression.choice(following, rest);
                first = Expression.choice(withThis, schemas.named(first));
            }
        }
        return Expression.sequence(
                new Expression.Literal("{"), JsonRules.SPACE, first, new Expression.Literal("}"));
    }

    private Expression member(String name, Property property) {
        return member(new Expression.Literal(Json.quote(name)), property);
    }

    private Expression member(Expression name, Property property) {
        return Expression.sequence(
                name,
                JsonRules.SPACE,
                new Expression.Literal(":"),
                JsonRules.SPACE,
                schemas.expression(property.schema(), property.place()),
                JsonRules.SPACE);
    }

    /// A property of any other name.
    private Expression other(Property property, Set<String> names) {
        Expression name = Expression.sequence(JsonRules.QUOTE, noneOf(names), JsonRules.QUOTE);
        return schemas.named(member(name, property));
    }

    /// Characters without escapes that make none of these names: along the tree of their
    /// beginnings, another character leads to freedom, and the end is allowed where no name ends.
    private Expression noneOf(Set<String> names) {
        Expression anything =
                new Expression.Repeat(
                        new Expression.OneOf(JsonRules.PLAIN), 0, Expression.UNBOUNDED);
        if (names.isEmpty()) {
            return anything;
        }
        Map<Integer, Set<String>> byFirst = new TreeMap<>();
        for (String name : names) {
            if (!name.isEmpty()) {
                int first = name.codePointAt(0);
                byFirst.computeIfAbsent(first, _ -> new TreeSet<>())
                        .add(name.substring(Character.charCount(first)));
            }
        }
        CharacterSet free = JsonRules.PLAIN;
        var options = new ArrayList<Expression>();
        for (Map.Entry<Integer, Set<String>> entry : byFirst.entrySet()) {
            String character = Character.toString(entry.getKey());
            CharacterSet one = CharacterSet.of(character);
            free = free.minus(one);
            if (JsonRules.PLAIN.has(entry.getKey())) {
                Expression rest = schemas.named(noneOf(entry.getValue()));
                options.add(Expression.sequence(new Expression.Literal(character), rest));
            }
        }
        options.add(Expression.sequence(new Expression.OneOf(free), anything));
        if (!names.contains("")) {
            options.add(Expression.EMPTY);
        }
        return new Expression.Choice(options);
    }
}
