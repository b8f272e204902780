package io.imprimatur.incontainer.races;

import io.imprimatur.kernel.ModelName;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** By which the tests' own process sends moves into the server, and hears how they ended: a line for each. */
@WebServlet(urlPatterns = "/races", loadOnStartup = 1)
public class RacesServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int THREADS = 8;

    @Inject
    private House house;

    @Resource
    private ManagedThreadFactory managed;

    private final Map<String, World> worlds = new ConcurrentHashMap<>();
    private ExecutorService threads;

    @Override
    public void init() {
        threads = Executors.newFixedThreadPool(THREADS, managed);
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String model = String.valueOf(request.getParameter("model"));
        response.setContentType("text/plain;charset=UTF-8");
        try {
            List<String> lines = answer(request, model);
            response.getWriter().println(String.join("\n", lines));
        } catch (Exception e) {
            response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            response.getWriter().println(Outcome.of(e));
        }
    }

    private List<String> answer(HttpServletRequest request, String model) throws Exception {
        switch (String.valueOf(request.getParameter("do"))) {
            case "open" -> {
                Engine.runsByItself(house.engine, false);
                house.stock();
            }
            case "close" -> Engine.runsByItself(house.engine, true);
            case "begin" -> {
                Depth depth = Depth.valueOf(request.getParameter("depth"));
                boolean champion = Boolean.parseBoolean(request.getParameter("champion"));
                worlds.put(model, new World(house, ModelName.of(model), champion, depth));
            }
            case "race" -> {
                List<Turn> turns = Arrays.stream(request.getParameter("turns").split(","))
                        .map(Turn::of)
                        .toList();
                return new Race(worlds.get(model)).run(turns, threads);
            }
            case "settle" -> worlds.remove(model).settle();
            default -> throw new IllegalArgumentException("do what?");
        }
        return List.of();
    }
}
