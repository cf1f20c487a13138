/// Metrics of captions against references, as the COCO caption evaluation computes them.
///
/// In: texts as words. Out: BLEU-1 to 4, ROUGE-L, CIDEr-D. Pure and immutable; any thread.
package dev.glimpse.evaluation.caption;
