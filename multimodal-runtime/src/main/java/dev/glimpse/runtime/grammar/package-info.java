/// Answers in a form that is prescribed: a grammar (GBNF, or made from a JSON schema by
/// `runtime.schema`) decides before each token which tokens may come.
///
/// [dev.glimpse.runtime.grammar.GbnfParser] reads llama.cpp's notation into
/// [dev.glimpse.runtime.grammar.Expression]s; [dev.glimpse.runtime.grammar.Grammar] compiles them
/// to an automaton over bytes that calls itself for rules;
/// [dev.glimpse.runtime.grammar.GrammarMatcher] runs it; and
/// [dev.glimpse.runtime.grammar.GrammarFilter] asks it about
/// [dev.glimpse.runtime.grammar.VocabularyTokens].
///
/// All of it is Java of our own rather than `llama_sampler_init_grammar`: there, a grammar with
/// many ways to read a text takes time and memory that double with each character, a rule that the
/// vocabulary cannot spell leaves no token and no numbers, and either ends the process. Here both
/// end the request. Everything from a user is bounded: text, nesting, states of the automaton, and
/// the work for one token.
///
/// Memory: plain Java. Grammars and vocabularies are immutable; a matcher and a filter belong to
/// one answer and the thread that decodes it.
package dev.glimpse.runtime.grammar;
