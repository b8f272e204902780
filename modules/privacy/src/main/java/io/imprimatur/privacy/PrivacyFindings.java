package io.imprimatur.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.Verdict;

/**
 * What the privacy officer starts from.
 *
 * @param verdict fails with a reason for each thing that is missing; the officer decides
 * @param document inventory and impact assessment, pre-filled from the card, as evidence
 */
public record PrivacyFindings(Verdict verdict, JsonNode document) {}
