package io.imprimatur.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The files of the project as a reader of the repository finds them: without what a build or a run leaves behind. */
final class Tree {

    private static final Set<String> LEFT_BEHIND =
            Set.of("target", ".git", ".imprimatur", "node_modules", ".idea", ".vscode", "__pycache__");

    private static final Set<String> BINARY = Set.of("pt", "png", "jpg", "ico", "jar", "zip", "gz", "class");

    private Tree() {}

    /** Paths relative to the root that pass the filter. */
    static List<Path> files(Predicate<Path> filter) {
        Path root = Codebase.root();
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return LEFT_BEHIND.contains(folder.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    Path relative = root.relativize(file);
                    // In a linked working tree .git is a file that names the repository's place.
                    if (attributes.isRegularFile() && !relative.equals(Path.of(".git")) && filter.test(relative)) {
                        found.add(relative);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    static List<Path> javaFiles() {
        return files(file -> file.toString().endsWith(".java"));
    }

    static List<Path> textFiles() {
        return files(file -> {
            String name = file.getFileName().toString();
            return !BINARY.contains(name.substring(name.lastIndexOf('.') + 1));
        });
    }

    static String read(Path relative) {
        try {
            return Files.readString(Codebase.root().resolve(relative));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + relative + " as UTF-8 text", e);
        }
    }
}
