package io.imprimatur.app.camunda;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import org.camunda.bpm.webapp.impl.util.ServletContextUtil;

/** Tells Camunda's web applications, before any of them starts, that they live under {@code /camunda}. */
public class ApplicationPath implements ServletContextListener {

    static final String PATH = "/camunda";

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContextUtil.setAppPath(PATH, event.getServletContext());
    }
}
