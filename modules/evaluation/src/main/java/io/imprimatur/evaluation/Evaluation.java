package io.imprimatur.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.Verdict;

/**
 * What an evaluation found.
 *
 * @param document metrics of the challenger and the champion, by slice, with curves, as evidence
 */
public record Evaluation(Verdict verdict, JsonNode document) {}
