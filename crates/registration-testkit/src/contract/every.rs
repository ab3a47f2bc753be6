//! Which laws there are: the one list, from which tests and [`LAWS`](super::LAWS) are made.

/// Hands every law of the contract of stores to [`laws!`](crate::laws).
#[doc(hidden)]
#[macro_export]
macro_rules! store_laws {
    ($form:ident $with:tt) => {
        $crate::media_laws! { $form $with
        account {
            an_account_is_stored_exactly,
            an_update_writes_the_whole_account,
            an_account_is_found_by_its_address,
            an_address_has_one_account,
        }
        api_key {
            an_api_key_is_stored_exactly,
            a_removed_api_key_opens_nothing,
            a_second_api_key_with_a_digest_or_an_id_is_a_duplicate,
        }
        audit {
            an_audit_entry_is_stored_exactly,
            audit_entries_are_filtered_by_each_of_their_parts,
            audit_entries_are_filtered_by_time,
            an_audit_entry_cannot_be_written_over,
            a_refused_attempt_is_stored_exactly,
            refused_attempts_are_forgotten_by_when_they_were_made,
        }
        capture {
            a_captured_mail_is_kept_exactly,
            a_mail_is_captured_once,
            captured_mails_are_filtered_by_address_and_kind,
            at_most_a_hundred_captured_mails_are_shown,
        }
        contact {
            a_contact_is_stored_exactly,
            an_update_writes_the_whole_contact,
            an_address_has_one_contact_at_a_customer,
            a_contact_is_loaded_by_its_address_at_its_customer,
            active_contacts_are_loaded_by_account_and_by_customer,
            a_suspended_contact_is_no_longer_loaded_with_its_account,
            the_contacts_of_an_address_are_found_at_every_customer,
            contacts_are_found_by_exactly_their_domain,
            the_contacts_of_a_customer_are_listed,
        }
        customer {
            a_customer_is_stored_exactly,
            an_update_writes_the_whole_customer,
            several_customers_come_in_the_order_of_their_ids,
            a_look_inside_of_a_unit_of_work_finds_the_customer,
            customers_are_found_by_any_of_several_permitted_domains,
            a_removed_domain_no_longer_leads_to_the_customer,
            the_newest_customer_whose_portal_form_admits_somebody_is_found,
            an_archived_customer_is_not_listed,
        }
        error {
            after_a_duplicate_the_commit_fails,
            after_a_stale_update_the_commit_fails,
            after_an_error_every_further_call_fails,
            the_next_unit_of_work_knows_nothing_of_a_failed_one,
        }
        invite_link {
            a_link_is_stored_exactly,
            an_update_writes_the_whole_link,
            taking_a_use_is_not_an_edit,
            an_update_of_a_link_leaves_its_uses_alone,
            a_link_gives_no_more_uses_than_its_maximum,
            a_use_that_was_not_committed_is_not_taken,
            an_unknown_link_gives_no_use,
            a_code_leads_to_its_link_even_when_it_was_replaced,
            a_code_belongs_to_one_link_for_ever,
            the_links_of_a_customer_are_listed,
        }
        lock {
            whoever_wants_a_loaded_row_waits_and_sees_the_change,
            what_is_loaded_by_something_else_than_its_id_is_locked_too,
            pending_registrations_that_are_loaded_together_are_locked,
            a_loaded_token_is_locked,
            dropping_lets_go_of_the_locks,
            a_wait_that_is_given_up_harms_nobody,
            no_change_of_a_crowd_is_lost,
            a_crowd_that_counts_in_one_row_counts_everybody,
        }
        lost_reply {
            an_insert_that_is_repeated_is_a_duplicate,
            an_update_that_is_repeated_is_stale,
            a_mail_is_queued_once_however_often_its_unit_of_work_is_repeated,
            an_end_that_is_repeated_changes_nothing,
            a_report_that_is_repeated_changes_nothing,
            a_requeue_that_is_repeated_changes_nothing,
            a_capture_that_is_repeated_keeps_one_mail,
        }
        mail_queue {
            no_mail_is_held_by_two_workers,
            the_oldest_mails_are_claimed_first,
            an_empty_queue_gives_nothing,
            a_lease_that_ran_out_is_an_unknown_outcome,
            a_sent_mail_is_wiped_and_never_sent_again,
            a_mail_is_tried_again_at_its_time,
            an_unknown_outcome_is_counted_when_it_is_told,
            a_failed_mail_keeps_its_content,
            a_mail_that_was_given_up_can_still_turn_out_to_be_sent,
            an_expired_mail_is_not_claimed,
            a_late_report_of_an_older_claim_changes_nothing,
            a_late_report_from_before_a_requeue_changes_nothing,
            a_report_on_an_unknown_mail_is_no_error,
        }
        moment {
            the_store_tells_the_time,
            the_clock_of_the_store_goes_forward,
            moments_are_kept_to_the_microsecond,
            moments_compare_as_moments,
            rows_of_one_moment_have_the_order_of_their_ids,
        }
        name {
            ids_of_every_kind_lead_to_names,
            who_has_one_name_is_called_by_it,
        }
        outbox {
            a_mail_is_stored_exactly,
            a_queued_mail_is_shown,
            a_mail_is_claimable_if_and_only_if_it_was_committed,
            a_mail_is_written_once_for_its_key,
            a_key_is_not_used_by_what_is_not_committed,
            only_a_failed_mail_is_queued_again,
            expired_mails_are_wiped,
            mails_are_filtered_by_state_kind_and_address,
        }
        page {
            pages_are_complete_and_newest_first,
            there_is_nothing_after_the_last_row,
            a_page_begins_after_a_row_that_need_not_be_there,
            new_rows_do_not_shift_pages,
        }
        playbook {
            a_playbook_is_stored_exactly,
            an_update_writes_the_whole_playbook,
            a_playbook_is_loaded_shared,
            playbooks_are_listed_unless_archived,
            playbooks_are_found_by_their_cover,
        }
        project {
            a_project_is_stored_exactly,
            an_update_writes_the_whole_project,
            a_form_finds_the_project_it_started,
            a_form_starts_one_project,
            projects_are_filtered_by_customer_owner_and_who_sees_them,
            a_removed_member_no_longer_sees_the_project,
        }
        race {
            a_crowd_creates_one_account_for_an_address,
            a_crowd_creates_one_contact_for_an_address_at_a_customer,
            a_crowd_begins_one_registration_of_a_kind,
            a_crowd_starts_one_project_with_a_form,
            a_crowd_queues_a_mail_once,
            a_crowd_takes_exactly_the_uses_that_a_link_has,
        }
        registration {
            a_registration_is_stored_exactly,
            an_update_writes_the_whole_registration,
            pending_registrations_are_loaded_by_address_contact_and_customer,
            nothing_pending_is_an_empty_list,
            a_registration_is_overdue_from_its_end_on,
            a_request_is_neglected_by_its_age_and_its_reminders,
        }
        registration_key {
            an_address_has_one_pending_registration_at_a_customer,
            an_address_has_one_open_request,
            an_overdue_registration_keeps_its_place,
            a_final_registration_makes_room,
            a_newer_registration_takes_the_place_of_an_older_one_at_once,
            an_update_cannot_take_a_place_that_is_taken,
            addresses_compare_bytewise,
        }
        registration_list {
            registrations_are_listed_newest_first,
            registrations_are_filtered_by_state_door_customer_and_link,
            the_parts_of_a_filter_of_registrations_narrow_each_other,
            the_request_that_waits_longest_is_found,
        }
        revision {
            what_is_inserted_has_the_first_revision,
            an_update_moves_the_revision_by_one,
            the_returned_revision_is_good_for_the_next_update,
            a_stale_update_is_refused,
            an_update_on_a_later_revision_is_refused,
            an_update_of_what_is_not_there_is_stale,
            what_is_not_there_is_none,
            a_second_insert_of_an_id_is_a_duplicate,
        }
        search {
            customers_are_found_by_name_and_reference,
            a_renamed_customer_is_found_by_its_new_name,
            contacts_are_found_by_name_and_address,
            a_changed_contact_is_found_by_its_new_name_and_address,
            registrations_are_found_by_name_and_address,
        }
        session {
            a_portal_session_comes_with_account_and_contacts,
            a_staff_session_comes_with_the_staff_member_of_this_moment,
            a_session_opens_its_own_door_only,
            a_session_shows_only_access_that_is_live,
            access_that_ends_is_gone_with_the_next_look,
            a_session_remembers_when_it_was_used,
            a_session_ends_alone,
            all_sessions_of_a_holder_end_together,
            all_other_sessions_of_a_holder_end,
            the_sessions_of_a_holder_are_listed_newest_first,
            exactly_the_stranded_sessions_end,
            sessions_are_forgotten_by_when_they_began,
            a_second_session_with_a_digest_is_a_duplicate,
        }
        shared_lock {
            shared_locks_do_not_wait_for_each_other,
            a_shared_lock_keeps_changes_out,
            an_exclusive_lock_keeps_shared_locks_out,
            shared_locks_of_several_rows_never_wait_in_a_circle,
            a_look_does_not_wait_for_a_lock,
            overdue_registrations_that_others_hold_are_passed_over,
            neglected_requests_that_others_hold_are_passed_over,
        }
        staff {
            a_staff_member_is_stored_exactly,
            an_update_writes_the_whole_staff_member,
            an_address_has_one_staff_member,
            a_staff_member_is_found_by_the_address,
            the_active_administrators_are_loaded,
            staff_are_listed_and_the_active_ones_are_known,
        }
        text {
            text_survives_in_every_aggregate,
            text_survives_in_a_registration,
            text_survives_in_a_mail,
        }
        token {
            a_token_is_stored_exactly,
            an_unknown_token_is_none,
            a_second_token_with_a_digest_is_a_duplicate,
            ending_a_purpose_ends_all_of_its_tokens_and_no_others,
            a_token_lives_on_when_its_end_is_not_committed,
            tokens_are_forgotten_from_their_end_on,
        }
        unit_of_work {
            committing_makes_everything_visible,
            dropping_undoes_everything,
            the_directory_sees_nothing_before_the_commit_and_does_not_wait_for_it,
            a_unit_of_work_sees_its_own_changes,
            what_names_another_row_may_be_written_before_it,
            an_empty_unit_of_work_commits,
        }
        }
    };
}

/// The same with the laws on pictures, which are proved alone too; what stands before them is handed on.
#[doc(hidden)]
#[macro_export]
macro_rules! media_laws {
    ($form:ident $with:tt $($before:tt)*) => {
        $crate::laws! { $form contract $with
        $($before)*
        media {
            a_picture_is_kept_exactly,
            a_picture_is_never_written_over,
            a_crowd_puts_one_picture_with_an_id,
            a_forgotten_picture_is_gone_and_no_other,
            pictures_are_listed_oldest_first,
        }
        }
    };
}
