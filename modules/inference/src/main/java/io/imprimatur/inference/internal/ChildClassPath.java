package io.imprimatur.inference.internal;

import ai.djl.engine.Engine;
import ai.onnx.proto.OnnxMl;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.google.protobuf.Message;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.registry.Signature;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.erdtman.jcs.JsonCanonicalizer;
import org.slf4j.LoggerFactory;

/**
 * The class path of a child process, wherever this class was loaded from: the archive's own jars, and the directory in
 * which the server keeps DJL and its natives.
 */
public final class ChildClassPath {

    private static final List<Class<?>> NEEDED = List.of(
            ChildClassPath.class,
            Signature.class,
            CanonicalJson.class,
            JsonCanonicalizer.class,
            JavaTimeModule.class,
            ObjectMapper.class,
            JsonFactory.class,
            JsonCreator.class,
            LoggerFactory.class,
            OnnxMl.class,
            Message.class,
            Engine.class);

    private ChildClassPath() {}

    public static String of() {
        Set<Path> path = new LinkedHashSet<>();
        NEEDED.forEach(type -> path.add(origin(type)));
        // A program on a plain class path has its natives there; a server has them beside DJL's own jar.
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            path.add(Path.of(entry).toAbsolutePath());
        }
        Path beside = origin(Engine.class).getParent();
        String jars = beside == null ? "" : File.pathSeparator + beside + File.separator + "*";
        return path.stream().filter(Files::exists).map(Path::toString).collect(Collectors.joining(File.pathSeparator))
                + jars;
    }

    private static Path origin(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new IllegalStateException("nobody knows where " + type.getName() + " was loaded from");
        }
        try {
            String location = source.getLocation().toURI().toString();
            // A server may name the class inside the jar, or the jar inside a jar: URL.
            String file = location.replaceFirst("^jar:", "").replaceFirst("!/.*$", "");
            return Path.of(java.net.URI.create(file));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
