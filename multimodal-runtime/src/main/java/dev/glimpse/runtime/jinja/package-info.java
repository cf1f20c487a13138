/// A small Jinja engine for chat templates: the subset of Jinja2 3.1 that models' templates use, as
/// `transformers` sets it up (`trim_blocks`, `lstrip_blocks`, `break` and `continue`, `tojson` that
/// keeps Unicode, `raise_exception`, `strftime_now`), rendered to the same characters.
///
/// **Why our own.** Templates come out of model files, so they are not trusted, and what they
/// render from users is not either. The engine on Maven Central (HubSpot's Jinjava, 28 jars) parses
/// another grammar (no `messages[::-1]`, `namespace(a=b, n=x|length - 1)` binds wrongly, strings
/// lack `startswith` and `rstrip`), renders `null` where it fails, and has no limit on time. It
/// gave the right text throughout in 35 of 70 real templates (those of llama.cpp v0.5.0, nine
/// conversations each), this one in all.
///
/// **Reading order.** [dev.glimpse.runtime.jinja.Template] compiles: `Lexer` (whitespace control)
/// to `Token`, `StatementParser` and `ExpressionParser` to `Statement` and `Expression`. It
/// renders: `Renderer` runs statements, `Evaluator` expressions, over
/// [dev.glimpse.runtime.jinja.Value]; `Filters`, `ValueTests`, `TextMethods` and `Operators` are
/// Jinja's and Python's vocabulary.
///
/// **Origins.** Each character of a [dev.glimpse.runtime.jinja.Text] carries a number that says
/// where it came from: the template, or what the caller chose. It survives every operation, so
/// after rendering it is known for certain which characters a user wrote.
///
/// **Safety.** Values are the sealed kinds of `Value`, there is no reflection and no way from a
/// template to a Java object. A [dev.glimpse.runtime.jinja.Budget] bounds steps and characters, the
/// parser bounds nesting. Compiled templates are immutable and shared by threads; a rendering is
/// confined to its caller. No native code.
package dev.glimpse.runtime.jinja;
