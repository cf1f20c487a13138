/// Writes scores down: JSON, CSV, a page of HTML that needs nothing else.
///
/// In: a score, and what is to be said beside it. Out: text. Images are read for the page's wrong
/// answers alone. Any thread.
package dev.glimpse.evaluation.report;
