package io.imprimatur.inference.internal;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Cuts texts into the tokens that a model was trained with. */
final class TextTokens implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;

    /** @param document that the scan has let in */
    TextTokens(byte[] document) throws IOException {
        this.tokenizer = HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(document),
                Map.of(
                        "padding",
                        "false",
                        "truncation",
                        "true",
                        "maxLength",
                        Integer.toString(TokenizerDocument.longest(document))));
    }

    static void unpackNatives() {
        LibUtils.checkStatus();
    }

    /** The numbers of each text's tokens; bytes that are no UTF-8 become its sign for them. */
    List<long[]> of(List<byte[]> texts) {
        List<String> strings = texts.stream()
                .map(text -> new String(text, StandardCharsets.UTF_8))
                .toList();
        return Stream.of(tokenizer.batchEncode(strings)).map(Encoding::getIds).toList();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
