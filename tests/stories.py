"""Which tests tell the stories of the five reports, and which stories belong to another room.

A story is named as the docstring of its test names it: the report, and the story in it. Tests stand below ``tests/``.
"""

from __future__ import annotations

EROPAF, BESTUREN = "Eropaf-laboratorium 2011", "Outreachend besturen 2012"
DOEN, NETWERKEN, VROEG = "Samen DOEN 2016", "Sociale netwerken 2014", "Vroeg Eropaf 2008"

Story = tuple[str, str]

#: How many stories each report tells.
COUNTS = {EROPAF: 9, BESTUREN: 23, DOEN: 16, NETWERKEN: 20, VROEG: 21}

TOLD: dict[Story, list[str]] = {
    (EROPAF, "story 1"): [
        "cases/test_money.py::test_shoebox_the_box_was_an_excuse_and_the_papers_can_wait",
        "cases/crisis/test_stories.py::test_shoebox_of_papers_is_no_reason_to_sort_before_talking",
        "browser/test_money.py::test_shoebox_of_papers",
    ],
    (EROPAF, "story 2"): [
        "cases/crisis/test_stories.py::test_first_client_of_the_steunpunt_clearance_today_on_top",
        "cases/crisis/test_stories.py::test_first_client_of_the_steunpunt_the_report_keeps_street_day_reporter_and_legal_stage",
    ],
    (EROPAF, "story 3"): ["cases/test_gatherings.py::test_food_bank_visitor"],
    (EROPAF, "story 4"): [
        "cases/crisis/test_stories.py::test_court_ruling_after_a_refusal_asks_again",
        "cases/test_decisions.py::test_court_ruling_after_a_refusal",
        "browser/test_crisis.py::test_court_ruling_after_a_refusal_asks_again",
    ],
    (EROPAF, "story 7"): [
        "cases/test_referrals.py::test_corporation_visit_weak_referral_stays_open_and_the_leader_sees_it"
    ],
    (EROPAF, "story 8"): ["cases/test_tasks.py::test_i_did_this_and_this_only_the_missing_help_is_asked"],
    (EROPAF, "story 9"): ["cases/test_tasks.py::test_two_role_household_the_student_sees_the_practical_tasks_only"],
    (BESTUREN, "story 6"): [
        "cases/test_requests.py::test_work_and_income_sends_a_young_mother_with_its_intake",
        "cases/test_stories.py::test_teen_mother_under_threat_of_a_cut_shares_what_was_agreed_and_not_what_was_told",
    ],
    (BESTUREN, "story 9"): [
        "cases/closing/test_stories.py::test_story_the_threat_does_not_end_contact",
        "cases/test_rhythm.py::test_the_threat_that_must_not_end_contact_rests_and_can_go_on",
        "browser/test_letting_go.py::test_the_threat_that_must_not_end_contact",
    ],
    (BESTUREN, "story 12"): [
        "cases/test_requests.py::test_an_isolated_person_is_found_on_our_own_round",
        "cases/test_stories.py::test_isolated_person_a_door_that_stays_closed_is_never_red",
    ],
    (BESTUREN, "story 13"): ["cases/test_tables.py::test_wijktafel"],
    (BESTUREN, "story 14"): ["cases/test_stories.py::test_informal_party_doubt_asks_on_whose_strength_it_leans"],
    (BESTUREN, "story 19"): ["cases/test_tasks.py::test_mrs_jansen_a_neighbour_who_said_no_is_not_asked_again"],
    (BESTUREN, "story 20"): ["cases/test_gatherings.py::test_flowers"],
    (BESTUREN, "story 21"): [
        "cases/test_tasks.py::test_small_rent_debt_the_own_solution_comes_first_and_funds_second",
        "cases/test_money.py::test_a_small_debt_they_solve_alone_is_looked_at_later",
    ],
    (BESTUREN, "story 22"): [
        "cases/test_rhythm.py::test_relapse",
        "cases/test_debt_help.py::test_relapse_after_debt_restructuring_is_followed_up",
    ],
    (DOEN, "story 3"): [
        "cases/test_stories.py::test_a_church_or_help_from_outside_both_views_stand_and_the_household_decides"
    ],
    (DOEN, "story 6"): [
        "cases/crisis/test_stories.py::test_financial_administration_handed_over_to_save_the_home",
        "cases/test_debt_help.py::test_financial_administration_to_save_the_home_is_a_trade_off_and_no_step_back",
    ],
    (DOEN, "story 7"): ["cases/test_referrals.py::test_refuses_the_only_option_is_a_choice_and_no_label"],
    (DOEN, "story 8"): [
        "cases/test_stories.py::test_must_fall_first_the_risk_is_weighed_and_a_day_to_look_again_is_set"
    ],
    (DOEN, "story 9"): [
        "cases/test_requests.py::test_parents_will_not_cooperate_and_the_agreement_with_the_school_is_used",
        "cases/test_stories.py::test_parents_will_not_cooperate_after_six_weeks_it_is_talked_over_and_scaled_up",
        "cases/test_safety.py::test_case_with_danger_for_children",
        "browser/test_safety.py::test_case_with_danger_for_children",
    ],
    (DOEN, "story 10"): ["cases/test_decisions.py::test_case_underground"],
    (DOEN, "story 11"): [
        "cases/test_duo.py::test_borrowed_youth_generalist_has_this_case_and_no_other",
        "browser/test_duo.py::test_borrowed_youth_generalist_opens_this_case_and_no_other",
    ],
    (DOEN, "story 12"): [
        "cases/test_referrals.py::test_running_on_a_volunteer_without_a_match_is_overdue_and_not_forgotten"
    ],
    (DOEN, "story 13"): [
        "cases/test_notes.py::test_selective_registration_a_sensitive_fact_has_a_place_that_the_municipality_does_not_see"
    ],
    (DOEN, "story 14"): ["cases/test_rhythm.py::test_crisis_over"],
    (DOEN, "story 15"): [
        "cases/test_referrals.py::test_turned_away_from_debt_help_is_an_obstacle",
        "cases/test_debt_help.py::test_turned_away_from_debt_help_is_an_obstacle_that_counts_for_policy",
        "reporting/test_obstacles.py::test_what_adds_up_is_taken_up_by_somebody_and_gets_an_answer",
    ],
    (DOEN, "story 16"): [
        "cases/test_stories.py::test_household_with_80_professionals_sees_them_counted_and_one_plan_kept"
    ],
    (NETWERKEN, "story A"): [
        "cases/test_stories.py::test_young_mother_is_helped_in_step_with_another_service_and_is_satisfied"
    ],
    (NETWERKEN, "story B"): [
        "cases/closing/test_stories.py::test_story_a_man_of_fifty_stopped_because_it_did_not_click_and_came_back",
        "cases/test_routes.py::test_stopped_without_a_click_and_asked_again_with_a_new_worker",
    ],
    (NETWERKEN, "story C"): ["cases/test_stories.py::test_mostly_weekly_then_monthly_more_done_alone_and_satisfied"],
    (NETWERKEN, "story D"): ["cases/test_stories.py::test_mostly_weekly_then_monthly_more_done_alone_and_satisfied"],
    (NETWERKEN, "story E"): ["cases/test_stories.py::test_mostly_weekly_then_monthly_more_done_alone_and_satisfied"],
    (NETWERKEN, "story G"): [
        "cases/test_duo.py::test_three_workers_one_household_that_tells_its_story_once",
        "browser/test_duo.py::test_three_workers_one_household_that_tells_its_story_once",
    ],
    (NETWERKEN, "story H"): [
        "cases/test_stories.py::test_stays_for_her_worker_and_keeps_her_when_she_moves_within_the_city"
    ],
    (NETWERKEN, "story O1"): [
        "cases/test_stories.py::test_observed_woman_about_fifty_asks_for_one_thing_and_needs_order_in_another"
    ],
    (NETWERKEN, "small scenario: a regular client drops out"): [
        "cases/test_routes.py::test_who_drops_out_of_the_regular_way_is_visited_in_the_same_file"
    ],
    (NETWERKEN, "small scenario: Even Buurten spil"): [
        "cases/test_stories.py::test_a_light_project_for_the_elderly_brings_a_heavier_situation_in_one_step"
    ],
    (NETWERKEN, "small scenario: administrator handover"): [
        "cases/test_debt_help.py::test_administrator_handover_without_monitoring_goes_wrong"
    ],
    (NETWERKEN, "small scenario: refuses contact, drop-by continues"): [
        "cases/test_gatherings.py::test_refuses_contact_and_dropping_by_continues",
        "cases/test_silence.py::test_story_refuses_contact_and_dropping_by_goes_on",
    ],
    (NETWERKEN, "small scenario: a client registers another client"): [
        "cases/test_requests.py::test_somebody_we_help_tells_us_of_somebody_else"
    ],
    (NETWERKEN, "small scenario: psychiatric help fits better"): [
        "cases/test_requests.py::test_a_limitation_fits_better_elsewhere"
    ],
    (NETWERKEN, "small scenario: threatened eviction, worker acts first"): [
        "cases/crisis/test_stories.py::test_threatened_eviction_worker_acts_first_and_prompts_return_when_it_is_averted"
    ],
    (VROEG, "S1"): [
        "cases/crisis/test_stories.py::test_judgment_served_last_week_too_late",
        "cases/test_money.py::test_judgment_served_last_week_the_debt_stays_known_after_the_loss",
        "browser/test_crisis.py::test_judgment_served_last_week_too_late",
    ],
    (VROEG, "S3"): ["cases/test_stories.py::test_centrum_letter_flow_an_unanswered_letter_is_followed_by_the_duo"],
    (VROEG, "S4"): [
        "signals_intake/lists/test_exclusions.py::test_transvaal_screening_only_who_has_neither_arrangement_nor_trajectory_is_visited"
    ],
    (VROEG, "S5"): ["cases/test_services_contact.py::test_a_note_under_the_door_and_the_phone_rings"],
    (VROEG, "S6"): [
        "cases/test_services_contact.py::test_two_visits_in_one_morning_are_one_attempt_and_nothing_is_lost"
    ],
    (VROEG, "S7"): ["cases/closing/test_stories.py::test_story_a_no_at_the_door_is_enough"],
    (VROEG, "S8"): ["cases/test_money.py::test_five_creditors_and_glad_of_unasked_help_leads_to_debt_help"],
    (VROEG, "S9"): ["signals_intake/lists/test_exclusions.py::test_systematic_late_payer_is_given_time_and_no_bailiff"],
    (VROEG, "S10"): ["cases/test_money.py::test_bailiff_costs_are_paid_by_the_corporation_if_help_is_accepted"],
    (VROEG, "S21"): [
        "cases/test_tasks.py::test_retold_story_a_substitute_reads_what_is_going_on_and_what_was_promised",
        "cases/test_duo.py::test_three_workers_one_household_that_tells_its_story_once",
        "browser/test_duo.py::test_retold_story_the_tenant_calls_and_a_substitute_answers",
    ],
}

#: The room in which a story will be told, by why it is not told with the case.
ELSEWHERE: dict[str, list[Story]] = {
    "networks: a conference of family and friends": [
        (EROPAF, "story 5"), (VROEG, "S2"), *((VROEG, f"S{number}") for number in range(13, 21)),
    ],
    "networks: who is around a household, who asks whom, and why not": [
        (EROPAF, "story 6"), (DOEN, "story 1"), (DOEN, "story 2"), (NETWERKEN, "story F"),
        (NETWERKEN, "small scenario: post-collecting neighbours asked over coffee"),
        (NETWERKEN, "small scenario: violence, network not used"),
    ],
    "networks: volunteers, their limits and whom they open doors for": [
        (DOEN, "story 4"), (DOEN, "story 5"),
        (NETWERKEN, "small scenario: widow becomes reading grandmother"),
        (NETWERKEN, "small scenario: no network, two volunteers"),
    ],
    "cases, with the plan: how often somebody comes, and a talk about strengths": [
        (BESTUREN, "story 1"), (BESTUREN, "story 2"),
    ],
    "reporting: how a project or a practice goes, and what is learned from it": [
        (BESTUREN, f"story {number}") for number in (3, 4, 5, 7, 15, 16, 17, 18, 23)
    ],
    "reporting: a house that its residents run is no household; its rules and incidents are learned from": [
        (BESTUREN, f"story {number}") for number in (8, 10, 11)
    ],
    "reporting: a visit half a year later, and what a city can carry": [(VROEG, "S11"), (VROEG, "S12")],
}  # fmt: skip

#: What is told in a real browser besides, under its own name: it is in several reports and a story of none.
ALSO_IN_A_BROWSER = [
    "browser/test_letting_go.py::test_moves_away",
    "browser/test_letting_go.py::test_a_family_with_children_is_let_go_by_two",
]
