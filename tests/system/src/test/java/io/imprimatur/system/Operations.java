package io.imprimatur.system;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The operations that an archive offers, read from the annotations of its resource classes: {@code METHOD /path}, and
 * the media type that each takes.
 */
final class Operations implements AutoCloseable {

    private static final String JSON = "application/json";

    /** Resources lead to sub-resources, and those on; nobody leads further than this. */
    private static final int DEEPEST = 6;

    /** A parameter, with the pattern that it may have; patterns count with braces. */
    private static final Pattern PARAMETER = Pattern.compile("\\{\\s*(\\w+)\\s*(?::(?:[^{}]|\\{[^{}]*})*)?}");

    private final URLClassLoader archive;
    private final List<String> ours;
    private final List<String> theirs;

    private Operations(URLClassLoader archive, List<String> ours, List<String> theirs) {
        this.archive = archive;
        this.ours = ours;
        this.theirs = theirs;
    }

    /** Unpacks the archive into a folder and reads the classes from there. */
    static Operations of(java.nio.file.Path war, java.nio.file.Path folder) {
        List<URL> places = new ArrayList<>();
        List<String> ours = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        try (JarFile jar = new JarFile(war.toFile())) {
            places.add(Files.createDirectories(folder.resolve("WEB-INF/classes"))
                    .toUri()
                    .toURL());
            for (JarEntry entry : jar.stream().toList()) {
                boolean library = entry.getName().startsWith("WEB-INF/lib/")
                        && entry.getName().endsWith(".jar");
                if (library || entry.getName().startsWith("WEB-INF/classes/") && !entry.isDirectory()) {
                    java.nio.file.Path target = folder.resolve(entry.getName());
                    Files.createDirectories(target.getParent());
                    Files.write(target, jar.getInputStream(entry).readAllBytes());
                    if (library) {
                        places.add(target.toUri().toURL());
                        ours.addAll(classes(target, "io/imprimatur/\\w+/rest/\\w+Resource"));
                        theirs.addAll(classes(target, "org/camunda/bpm/(cockpit|admin|tasklist)/.*Resource"));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Operations(
                new URLClassLoader(places.toArray(URL[]::new), Operations.class.getClassLoader()), ours, theirs);
    }

    private static List<String> classes(java.nio.file.Path library, String name) throws IOException {
        try (JarFile jar = new JarFile(library.toFile())) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(entry -> entry.matches(name + "\\.class"))
                    .map(entry -> entry.replace(".class", "").replace('/', '.'))
                    .toList();
        }
    }

    /** The operations of our own resources: classes of a module's package {@code rest}. */
    Map<String, String> ofModules(String prefix) {
        Map<String, String> found = new TreeMap<>();
        for (String name : ours) {
            Class<?> resource = load(name);
            pathOf(resource).ifPresent(path -> gather(resource, prefix + slashed(path), 0, found));
        }
        return found;
    }

    /** The operations of the resources of one of the engine's web applications. */
    Map<String, String> ofWebApplication(String name, String prefix) {
        Map<String, String> found = new TreeMap<>();
        for (String type : theirs) {
            if (type.startsWith("org.camunda.bpm." + name + ".")) {
                Class<?> resource = load(type);
                if (resource.isAnnotationPresent(Path.class)) {
                    gather(
                            resource,
                            prefix + slashed(resource.getAnnotation(Path.class).value()),
                            0,
                            found);
                }
            }
        }
        return found;
    }

    private Class<?> load(String name) {
        try {
            return archive.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
    }

    /** The operations of a JAX-RS application, each path below the prefix. */
    Map<String, String> ofApplication(String application, String prefix) {
        Map<String, String> found = new TreeMap<>();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(archive);
        try {
            Application instance = (Application)
                    archive.loadClass(application).getDeclaredConstructor().newInstance();
            for (Class<?> resource : instance.getClasses()) {
                pathOf(resource).ifPresent(path -> gather(resource, prefix + slashed(path), 0, found));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(application + " cannot be read", e);
        } finally {
            thread.setContextClassLoader(before);
        }
        return found;
    }

    private static void gather(Class<?> resource, String path, int depth, Map<String, String> found) {
        if (depth > DEEPEST) {
            return;
        }
        for (Method method : resource.getMethods()) {
            String deeper = path
                    + slashed(annotation(method, Path.class).map(Path::value).orElse(""));
            Optional<String> verb = verb(method);
            if (verb.isPresent()) {
                found.put(verb.get() + " " + PARAMETER.matcher(deeper).replaceAll("{$1}"), consumed(method));
            } else if (annotation(method, Path.class).isPresent()) {
                gather(method.getReturnType(), deeper, depth + 1, found);
            }
        }
    }

    /** What the operation takes; JSON where it does not say, and where JSON is one of several. */
    private static String consumed(Method method) {
        List<String> types = annotation(method, Consumes.class)
                .map(consumes -> List.of(consumes.value()))
                .orElse(List.of());
        return types.isEmpty() || types.contains(JSON) ? JSON : types.get(0);
    }

    private static Optional<String> pathOf(Class<?> resource) {
        return types(resource).stream()
                .map(type -> type.getAnnotation(Path.class))
                .filter(Objects::nonNull)
                .map(Path::value)
                .findFirst();
    }

    private static Optional<String> verb(Method method) {
        return declarations(method).stream()
                .flatMap(declared -> List.of(declared.getAnnotations()).stream())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .findFirst();
    }

    private static <A extends Annotation> Optional<A> annotation(Method method, Class<A> type) {
        return declarations(method).stream()
                .map(declared -> declared.getAnnotation(type))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** The method itself, and where its interfaces declare it: JAX-RS reads both. */
    private static List<Method> declarations(Method method) {
        List<Method> found = new ArrayList<>();
        for (Class<?> type : types(method.getDeclaringClass())) {
            try {
                found.add(type.getMethod(method.getName(), method.getParameterTypes()));
            } catch (NoSuchMethodException e) {
                continue;
            }
        }
        return found;
    }

    private static Set<Class<?>> types(Class<?> type) {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            types.add(each);
            for (Class<?> declared : each.getInterfaces()) {
                types.addAll(types(declared));
            }
        }
        return types;
    }

    private static String slashed(String path) {
        String bare = path.replaceAll("^/+|/+$", "");
        return bare.isEmpty() ? "" : "/" + bare;
    }

    @Override
    public void close() {
        try {
            archive.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
