package io.imprimatur.workflows.internal;

import io.imprimatur.identity.Role;
import io.imprimatur.notification.Letter;
import io.imprimatur.notification.Notifications;
import io.imprimatur.notification.PipelineEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Keeps what would go into the outbox. */
final class FakeNotifications extends Notifications {

    record Told(Role role, Letter letter) {}

    final List<Told> told = new ArrayList<>();
    final List<PipelineEvent> published = new ArrayList<>();
    final Set<Role> unreached = EnumSet.noneOf(Role.class);

    @Override
    public boolean reaches(Role role) {
        return !unreached.contains(role);
    }

    @Override
    public void tell(Role role, Letter letter) {
        told.add(new Told(role, letter));
    }

    @Override
    public void publish(PipelineEvent event) {
        published.add(event);
    }

    void forget() {
        told.clear();
        published.clear();
        unreached.clear();
    }
}
