"""What each view answers to each role: the one table that the walk holds the portal to.

A line is a view, what stands in its address (the words are those of `things`), and three answers: to GET (HEAD is the same), to POST
with the form well filled in (`posts`), and to POST with nothing. An answer has a letter for each of the roles at the head, or one for all:

    2 a page                      r sent on, and nothing has changed     4 not found, as if it did not exist
    s sent to sign in             d done: sent on, and it is stored      m a method that the view does not take
    u a page with errors (422)    D done, and a page                     g gone: a link that worked once (410)
    c a page: somebody was first (409)                                   - as without the form

Nothing but d and D may write a row. A view that stands in no line fails.

An administrator (a) is no coordinator: the pages of the portal treat them as anybody who is signed in, and `/admin/` is theirs alone.
"""

TABLE = """
# the view, and what stands in its address                            GET            POST           EMPTY
#                                                                     viumoetxrnkfca viumoetxrnkfca viumoetxrnkfca
# For everyone
healthz/live                                                          2              m              -
healthz/ready                                                         2              m              -
home                                                                  2              m              -
challenge_list                                                        2              m              -
challenge_detail slug=draft                                           44442224444424 m              -
challenge_detail slug=waiting                                         44442224444224 m              -
challenge_detail slug=sent_back                                       44442224444224 m              -
challenge_detail slug=open                                            2              m              -
challenge_detail slug=running                                         2              m              -
challenge_detail slug=released                                        2              m              -
challenge_detail slug=cancelled                                       2              m              -
challenge_detail slug=discarded                                       44442224444424 m              -
challenge_detail slug=other_draft                                     44444442444424 m              -
attachment_download slug=running key=attachment                       2              m              -
attachment_download slug=draft key=draft_attachment                   44442224444424 m              -
programme_list                                                        2              m              -
programme_detail slug=programme                                       2              m              -
organisation_list                                                     2              m              -
organisation_detail slug=own_organisation                             2              m              -
organisation_logo slug=own_organisation                               2              m              -
organisation_logo slug=other_organisation                             4              m              -
site_card version=old                                                 r              m              -
feed_atom                                                             2              m              -
feed_json                                                             2              m              -
sitemap                                                               2              m              -
robots                                                                2              m              -
accessibility                                                         2              m              -
challenge_card slug=running version=old                               r              m              -
challenge_card slug=draft version=old                                 4              m              -

# One's device and one's account
set_language                                                          r              r              r
set_theme                                                             m              r              r
styleguide                                                            s4444444444442 m              -
account_login                                                         2rrrrrrrrrrrrr drrrrrrrrrrrrr 2rrrrrrrrrrrrr
account_signup                                                        2rrrrrrrrrrrrr drrrrrrrrrrrrr 2rrrrrrrrrrrrr
account_logout                                                        r2222222222222 r              r
account_inactive                                                      2              m              -
account_reauthenticate                                                s2222222222222 srrrrrrrrrrrrr s2222222222222
account_email                                                         s2222222222222 sddddddddddddd srrrrrrrrrrrrr
account_email_verification_sent                                       2              m              -
account_confirm_email key=confirmation                                2              d              d
account_confirm_login_code                                            r              r              r
account_change_password                                               s2222222222222 sddddddddddddd s2222222222222
account_set_password                                                  srrrrrrrrrrrrr srrrrrrrrrrrrr srrrrrrrrrrrrr
account_reset_password                                                2              d              2
account_reset_password_done                                           2              m              -
account_reset_password_from_key uidb36=whose key=reset                r              r              r
account_reset_password_from_key_done                                  2              m              -
usersessions_list                                                     s2222222222222 srrrrrrrrrrrrr srrrrrrrrrrrrr
session_end pk=session                                                m              sr444444444444 sr444444444444

# One's own pages
me                                                                    s2222222222222 m              -
profile                                                               s2222222222222 sddddddddddddd s2222222222222
student_statement                                                     m              srrrdddddddddd s2222222222222
privacy                                                               2              sddddddddddddd srrrrrrrrrrrrr
notification_list                                                     s2222222222222 m              -
notifications_read                                                    m              sddddddddddddd sddddddddddddd
notification_switches                                                 m              sddddddddrdddr sddddddddrdddr
notification_open pk=notice                                           sd444444444444 m              -
notice_off token=off                                                  2              D              D

# The office's desk
desk                                                                  s4444444444424 m              -
person_list                                                           s4444444444424 m              -
person_detail pk=stranger                                             s4444444444424 m              -
role_grant pk=stranger                                                m              s44444444444d4 s4444444444424
role_confirm pk=statement                                             m              s44444444444d4 s44444444444d4
role_refuse pk=statement                                              m              s44444444444d4 s4444444444424
role_revoke pk=role                                                   m              s44444444444d4 s4444444444424
mail_list                                                             s4444444444424 m              -
mail_detail pk=failed_mail                                            s4444444444424 m              -
mail_retry pk=failed_mail                                             m              s44444444444d4 s44444444444d4
mail_retry pk=waiting_mail                                            m              s44444444444r4 s44444444444r4
audit                                                                 s4444444444424 m              -
office_organisation_list                                              s4444444444424 m              -
office_organisation_new                                               s4444444444424 s44444444444d4 s4444444444424
challenge_office_list                                                 s4444444444424 m              -
submission_list                                                       s4444444444424 m              -
programme_office_list                                                 s4444444444424 m              -
programme_office_new                                                  s4444444444424 s44444444444d4 s4444444444424
programme_office_edit slug=programme                                  s4444444444424 s44444444444d4 s4444444444424
challenge_line slug=full                                              s4444444444424 m              -
challenge_line slug=running                                           s4444444444424 m              -
removal_list                                                          s4444444444424 m              -
removal_decide pk=removal                                             m              s44444444444d4 s4444444444424
removal_decide pk=decided_removal                                     m              s44444444444r4 s4444444444424
challenge_teams slug=running                                          s4444444444424 m              -
challenge_teams_spread slug=running                                   m              s44444444444d4 s4444444444424
team_coach slug=running pk=other_team                                 m              s44444444444d4 s44444444444r4
review_assign slug=reviewing                                          s4444444444424 s44444444444d4 s4444444444424
review_assign slug=draft                                              s4444444444424 s4444444444424 s4444444444424
review_due_move slug=reviewing pk=judged                              m              s44444444444d4 s4444444444424
review_due_move slug=reviewing pk=unassessed                          m              s4444444444444 s4444444444444
review_withdraw slug=reviewing pk=assigned_review                     m              s44444444444d4 s44444444444d4
review_withdraw slug=reviewing pk=finished_review                     m              s44444444444r4 s44444444444r4
release_page slug=reviewing                                           s4444444444424 m              -
release_page slug=released                                            s4444444444424 m              -
release slug=reviewing pk=judged                                      m              s44444444444d4 s4444444444424
release slug=released pk=given                                        m              s44444444444r4 s44444444444r4
outcome slug=released                                                 m              s44444444444d4 s44444444444d4

# Forming the teams of an edition
matching slug=other_programme                                         s4444444444424 s44444444444d4 s4444444444424
matching_change slug=other_programme                                  m              s44444444444d4 s44444444444u4
matching_pairs slug=other_programme                                   s4444444444424 s44444444444d4 s4444444444424
matching_pair_remove slug=other_programme pk=pair                     m              s44444444444d4 s44444444444d4
matching_run slug=other_programme pk=ended_run                        s4444444444424 m              -
matching_run slug=programme pk=waiting_run                            s4444444444424 m              -
matching_run_stop slug=programme pk=waiting_run                       m              s44444444444d4 s44444444444d4
matching_run_stop slug=other_programme pk=ended_run                   m              s44444444444r4 s44444444444r4
proposal slug=other_programme pk=proposal                             s4444444444424 m              -
proposal_compare slug=other_programme pk=proposal other=other_proposal s4444444444424 m              -
proposal_move slug=other_programme pk=proposal                        m              s44444444444d4 s44444444444r4
proposal_pin slug=other_programme pk=proposal                         m              s44444444444d4 s44444444444r4
proposal_gone slug=other_programme pk=other_proposal                  m              s44444444444d4 s44444444444r4
proposal_undo slug=other_programme pk=proposal                        m              s44444444444d4 s44444444444r4
proposal_solve slug=other_programme pk=proposal                       m              s44444444444d4 s44444444444d4
proposal_publish slug=other_programme pk=proposal                     m              s44444444444d4 s44444444444u4

# Organisations
member_invitation_list                                                s2222222222222 m              -
member_invitation_detail token=to_organisation                        2              m              -
member_invitation_detail token=to_organisation_used                   g              m              -
member_invitation_accept token=to_organisation                        m              srrrrrrrrrrrrr srrrrrrrrrrrrr
member_invitation_accept token=to_organisation_used                   m              sggggggggggggg sggggggggggggg
member_invitation_decline token=to_organisation                       m              D              D
member_invitation_decline token=to_organisation_used                  m              g              g
organisation_edit slug=own_organisation                               s4442444444424 s444d4444444d4 s444d444444424
organisation_staff slug=own_organisation                              s4442224444424 s444d4444444d4 s4442444444424
organisation_leave slug=own_organisation                              m              s444rdd4444444 s444rdd4444444
member_role slug=own_organisation pk=mentor                           m              s444d4444444d4 s444r4444444r4
member_remove slug=own_organisation pk=mentor                         m              s444d4444444d4 s444d4444444d4
member_invitation_again slug=own_organisation pk=asked                m              s444d4444444d4 s444d4444444d4
member_invitation_revoke slug=own_organisation pk=asked               m              s444d4444444d4 s444d4444444d4

# Writing a challenge
challenge_new                                                         s4442242444424 s444dd4d4444d4 s4442242444424
challenge_preview                                                     m              s2222222222222 s2222222222222
challenge_copy slug=running                                           m              s444dd444444d4 s444dd444444d4
challenge_copy slug=draft                                             m              s444dd444444d4 s444dd444444d4
challenge_edit slug=sent_back section=basics                          s4442244444424 s444dd444444d4 s444uu444444u4
challenge_edit slug=sent_back section=case                            s4442244444424 s444dd444444d4 s444uu444444u4
challenge_edit slug=sent_back section=audience                        s4442244444424 s444dd444444d4 s444uu444444u4
challenge_edit slug=sent_back section=joining                         s4442244444424 s444dd444444d4 s444uu444444u4
challenge_edit slug=open section=joining                              s4442244444424 s444dd444444d4 s444uu444444u4
challenge_edit slug=sent_back section=times                           s4442244444424 s444dd444444d4 s444cc444444c4
challenge_edit slug=sent_back section=rubric                          s4442244444424 s444dd444444d4 s444cc444444c4
challenge_edit slug=sent_back section=terms                           s4442244444424 s444dd444444d4 s444cc444444c4
challenge_edit slug=open section=times                                s4442244444424 s444dd444444d4 s444cc444444c4
challenge_edit slug=open section=rubric                               s4442244444424 s444dd444444d4 s444cc444444c4
challenge_edit slug=running section=rubric                            s4442244444424 s444dd444444d4 s444cc444444c4
challenge_edit slug=waiting section=basics                            s4442244444424 s4442244444424 s4442244444424
challenge_edit slug=cancelled section=basics                          s4442244444424 s4442244444424 s4442244444424
challenge_edit_files slug=sent_back                                   s4442244444424 s444dd444444d4 s444uu444444u4
challenge_edit_files slug=running                                     s4442244444424 s444dd444444d4 s444uu444444u4
challenge_edit_files slug=waiting                                     s4442244444424 s444uu444444u4 s444uu444444u4
challenge_remove_file slug=running pk=attachment                      m              s444dd444444d4 s444dd444444d4
challenge_remove_file slug=draft pk=draft_attachment                  m              s444dd444444d4 s444dd444444d4

# Approval, ownership, cancelling
challenge_approval slug=draft                                         s4442224444424 m              -
challenge_approval slug=waiting                                       s4442224444224 m              -
challenge_approval slug=running                                       s4442224444224 m              -
challenge_submit slug=sent_back                                       m              s444dd444444d4 s444dd444444d4
challenge_submit slug=draft                                           m              s444uu444444u4 s444uu444444u4
challenge_withdraw slug=waiting                                       m              s444dd444444d4 s444dd444444d4
challenge_withdraw slug=running                                       m              s444rr444444r4 s444rr444444r4
challenge_approve_as_owner slug=waiting                               m              s4444444444d44 s4444444444r44
challenge_approve_as_owner slug=half_approved                         m              s4444444444r44 s4444444444r44
challenge_approve_as_office slug=half_approved                        m              s44444444444d4 s44444444444r4
challenge_approve_as_office slug=running                              m              s44444444444r4 s44444444444r4
challenge_send_back slug=waiting                                      m              s4444444444dd4 s4444444444uu4
challenge_send_back slug=running                                      m              s4444444444uu4 s4444444444uu4
challenge_name_owner slug=waiting                                     m              s44444444444d4 s44444444444u4
challenge_hand_over slug=running                                      m              s4444444444dd4 s4444444444uu4
challenge_cancel slug=draft                                           m              s444dd444444d4 s444uu444444u4
challenge_cancel slug=running                                         m              s444dd444444d4 s444uu444444u4
challenge_cancel slug=released                                        m              s444uu444444u4 s444uu444444u4

# Questions and announcements
question_list slug=running                                            2              sddddddddddddd s2222222222222
question_list slug=waiting                                            44442224444224 44442224444224 44442224444224
question_list slug=cancelled                                          2              s2222222222222 s2222222222222
question_answer slug=running pk=question                              s4442224444224 s444ddd4444dd4 s4442224444224
question_answer slug=running pk=answered                              s4442224444224 s444ddd4444dd4 s4442224444224
announcement_new slug=running                                         s4442244444224 s444dd44444dd4 s4442244444224
announcement_new slug=waiting                                         s4444444444444 s4444444444444 s4444444444444

# Joining and teams
team_invitation_list                                                  s2222222222222 m              -
team_invitation_detail token=to_team                                  2              m              -
team_invitation_detail token=to_team_used                             g              m              -
team_invitation_detail token=to_team_late                             g              m              -
team_invitation_accept token=to_team                                  m              s2d22222222222 s2222222222222
team_invitation_accept token=to_team_late                             m              sggggggggggggg sggggggggggggg
team_invitation_decline token=to_team                                 m              D              D
team_invitation_decline token=to_team_used                            m              g              g
challenge_join slug=running                                           2              s2d22222222222 s2222222222222
challenge_join slug=open                                              2              sddd2222222222 s2222222222222
challenge_join slug=reviewing                                         2              s2222222222222 s2222222222222
challenge_join slug=draft                                             44442224444424 44442224444424 44442224444424
prerequisite_met slug=running pk=prerequisite                         m              sdrddddddddddd sdrddddddddddd
prerequisite_met slug=draft pk=prerequisite                           m              s4444444444444 s4444444444444
challenge_let_in slug=running                                         s4444444444424 s44444444444d4 s4444444444424
challenge_let_in slug=draft                                           s4444444444424 s4444444444424 s4444444444424
challenge_let_in_back slug=running pk=admission                       m              s44444444444d4 s44444444444d4
challenge_join slug=full                                              2              s2222222222222 s2222222222222
waitlist_wait slug=full                                               m              sdddrrrrrrrrrr sdddrrrrrrrrrr
waitlist_leave slug=full                                              m              srrrrrrrrrrrrr srrrrrrrrrrrrr
challenge_apply slug=other_open                                       s2222222222222 sdd22222222222 s2222222222222
challenge_apply slug=open                                             s4444444444444 s4444444444444 s4444444444444
application_withdraw slug=other_open                                  m              s4dr4444444444 s4dr4444444444
application_list slug=other_open                                      s4444442444444 m              -
application_list slug=open                                            s4444444444444 m              -
application_decide slug=other_open                                    s4444444444424 s44444444444d4 s4444444444424
application_decide slug=open                                          s4444444444444 s4444444444444 s4444444444444
team_link_detail token=into_team                                      2              m              -
team_link_detail token=into_team_closed                               g              m              -
team_link_join token=into_team                                        m              s2d22222222222 s2222222222222
team_link_join token=into_team_closed                                 m              sggggggggggggg sggggggggggggg
team_link_open slug=running                                           m              sd4d4444444444 sr4r4444444444
team_link_close slug=running                                          m              sd4r4444444444 sd4r4444444444
team_ask slug=open pk=seeking_team                                    s2224444444444 sddd4444444444 s2224444444444
team_ask slug=running pk=other_team                                   s2224444444444 s2224444444444 s2224444444444
team_ask slug=running pk=team                                         s4444444444444 s4444444444444 s4444444444444
team_seeks slug=running                                               m              sd4d4444444444 sr4d4444444444
join_request_withdraw slug=running pk=join_request                    m              s4d44444444444 s4d44444444444
join_request_accept slug=running pk=join_request                      m              s44d4444444444 s44d4444444444
join_request_decline slug=running pk=join_request                     m              s44d4444444444 s44d4444444444
removal_ask slug=running pk=teammate_in                               s2444444444444 sd444444444444 s2444444444444
team_agreement slug=running pk=team                                   s2444444442444 sd444444444444 s2444444444444
team_agreement_accept slug=running pk=team                            m              sd444444444444 sr444444444444
team_messages slug=running pk=team                                    s2444444442444 sd44444444d444 s2444444442444
team_files slug=running pk=team                                       s2444444442444 sd44444444d444 s2444444442444
team_file_download slug=running pk=team key=shared_file               s2444444442444 m              -
team_file_remove slug=running pk=team key=shared_file                 m              sd44444444d444 sd44444444d444
team_pulse slug=running pk=team                                       s2444444442444 sd444444444444 s2444444444444
team_own slug=running                                                 s2424444444444 m              -
team_own slug=reviewing                                               s2424444444444 m              -
team_own slug=open                                                    s4444444444444 m              -
team_rename slug=running                                              m              sd4d4444444444 s2424444444444
team_hand_over slug=running                                           m              sd4d4444444444 s2424444444444
team_invite slug=running                                              m              sd4d4444444444 s2424444444444
team_leave slug=running                                               m              sd4d4444444444 sd4d4444444444
team_leave slug=reviewing                                             m              sr4r4444444444 sr4r4444444444
team_invitation_again slug=running pk=invitation                      m              sd444444444444 sd444444444444
team_invitation_withdraw slug=running pk=invitation                   m              sd444444444444 sd444444444444
team_detail slug=running pk=team                                      sr444444442224 m              -
team_detail slug=running pk=other_team                                s44r4444444224 m              -

# Editions
programme_join slug=edition                                           2              s2dd2222222222 s2222222222222
programme_join slug=programme                                         2              s2222222222222 s2222222222222
programme_wishes slug=edition                                         s2rrrrrrrrrrrr sdrrrrrrrrrrrr sdrrrrrrrrrrrr
programme_leave slug=edition                                          m              sdrrrrrrrrrrrr sdrrrrrrrrrrrr
programme_students slug=edition                                       s4444444444424 m              -
programme_student_list slug=edition                                   s4444444444424 s44444444444d4 s44444444444u4
programme_list_plan slug=edition pk=waiting_list                      s4444444444424 m              -
programme_list_confirm slug=edition pk=waiting_list                   m              s44444444444d4 s44444444444c4
programme_list_remove slug=edition pk=listed                          m              s44444444444d4 s44444444444d4
programme_list_forget slug=edition pk=waiting_list                    m              s44444444444d4 s44444444444d4

# In confidence
confidence slug=edition                                               s2444444444444 sd444444444444 sd444444444444
confidence_kinds slug=edition                                         s4444444444424 s44444444444d4 s4444444444424
confidence_kind_remove slug=edition pk=mark_kind                      m              s44444444444d4 -

# The board
board slug=running                                                    s2224444442224 m              -
board slug=open                                                       s2224444444224 m              -
board_card slug=running                                               m              s4d44444444444 s4244444444444
board_introduce slug=running pk=card                                  s2424444444444 sd4d4444444444 s2424444444444
board_answer slug=running pk=introduction                             m              s4dr4444444444 s4dr4444444444
board_report_person slug=running pk=card                              s2224444442224 sddd444444ddd4 s2224444442224
board_report_team slug=running pk=other_team                          s2244444442224 sdd4444444ddd4 s2244444442224
board_report_introduction slug=running pk=introduction                s4224444444444 s4dd4444444444 s4224444444444
board_remove_person slug=running pk=card                              m              s44444444444d4 -
board_remove_team slug=running pk=other_team                          m              s44444444444d4 -

# Work
submission_overview slug=running                                      s2424444444444 m              -
work_file slug=running key=draft_file                                 s2444444444444 m              -
work_file slug=running key=handed_in_file                             s2444444442224 m              -
work_file slug=released key=released_file                             s2444444442224 m              -
submission_work slug=running pk=first                                 s2424444444444 sd424444444444 s2424444444444
submission_work slug=reviewing pk=judged                              s2424444444444 sD4D4444444444 s2424444444444
submission_time slug=running pk=first                                 s2424444444444 m              -
submission_receipt slug=running pk=first version=2                    s2444444444444 m              -
team_receipt slug=running team_pk=team pk=first version=2             s2444444442224 m              -
team_receipt slug=released team_pk=released_team pk=given version=1   s2444444442224 m              -

# Results
partner_team_list slug=running                                        s4442224444444 m              -
partner_team_list slug=released                                       s4442224444444 m              -
partner_team slug=running bird=team                                   s4444444444444 m              -
partner_team slug=released bird=released_team                         s4442224444444 m              -
partner_file slug=released bird=released_team key=released_file       s4442224444444 m              -
result_list slug=running                                              s2424444442224 m              -
result_list slug=released                                             s2424444442224 m              -
team_result slug=released pk=released_team                            s2444444442224 m              -
team_result slug=released pk=other_released_team                      s4424444444224 m              -

# Reviews
review_list                                                           s4444444222244 m              -
review_detail pk=assigned_review                                      s4444444244444 s4444444d44444 s4444444d44444
review_detail pk=draft_review                                         s4444444444444 s4444444444444 s4444444444444
review_detail pk=finished_review                                      s4444444244444 s4444444244444 s4444444244444
review_detail pk=released_review                                      s4444444244444 s4444444244444 s4444444244444
review_draft pk=assigned_review                                       m              s4444444D44444 s4444444D44444
review_draft pk=finished_review                                       m              s4444444244444 s4444444244444
review_reopen pk=finished_review                                      m              s4444444d44444 s4444444d44444
review_reopen pk=released_review                                      m              s4444444r44444 s4444444r44444
review_file pk=finished_review key=reviewed_file                      s4444444244444 m              -
"""
