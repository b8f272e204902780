package io.imprimatur.mailguard;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the example's artifacts: {@code MailGuard HEAD FOLDER}. The build calls it. */
public final class MailGuard {

    private MailGuard() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        Head head = Head.read(Path.of(arguments[0]));
        byte[] tokenizer = MiniLm.whole().tokenizer();
        ModelProto base = MiniLm.whole().model();
        ModelProto whole = MiniLm.classifier(base, head);
        onnx(folder.resolve("mail-guard.zip"), whole, tokenizer);
        onnx(
                folder.resolve("mail-guard-int8.zip"),
                MiniLm.classifier(MiniLm.quantised().model(), head),
                tokenizer);
        onnx(folder.resolve("mail-guard-4bit.zip"), MiniLm.classifier(FourBits.of(base), head), tokenizer);
        ModelZip.write(folder.resolve("mail-guard.pt"), TorchScript.members(whole, tokenizer));
    }

    /** An archive of an ONNX model: the graph with its weights, and the tokenizer it was trained with. */
    static void onnx(Path file, ModelProto model, byte[] tokenizer) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("model.onnx", model.toByteArray());
        members.put("tokenizer.json", tokenizer);
        ModelZip.write(file, members);
    }
}
