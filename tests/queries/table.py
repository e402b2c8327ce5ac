"""What each page asks of the database, a line a page and a column a reader; a dot where the reader does not get the page."""

TABLE = """
page                                          visitor student other partner reviewer owner coach office admin all
home                                                4       6     6       6        6     6     6      6     6   6
challenge_list                                      2       4     4       4        4     4     4      4     4   4
programme_list                                      1       3     3       3        3     3     3      3     3   3
organisation_list                                   2       4     4       4        4     4     4      4     4   4
accessibility                                       0       2     2       2        2     2     2      2     2   2
feed_atom                                           5       5     5       5        5     5     5      5     5   5
feed_json                                           5       5     5       5        5     5     5      5     5   5
sitemap                                             6       6     6       6        6     6     6      6     6   6
robots                                              0       0     0       0        0     0     0      0     0   0
styleguide                                          ·       ·     ·       ·        ·     ·     ·      ·     2   ·
me                                                  ·       4     4       4        4     4     4      4     3   5
profile                                             ·       3     3       3        3     3     3      3     3   3
privacy                                             0       4     4       4        4     4     4      4     4   4
desk                                                ·       ·     ·       ·        ·     ·     ·      3     ·   3
submission_list                                     ·       ·     ·       ·        ·     ·     ·      4     ·   4
notification_list                                   ·       6     6       6        6     6     6      6     6   5
review_list                                         ·       ·     ·       ·        4     4     4      ·     ·   4
removal_list                                        ·       ·     ·       ·        ·     ·     ·      3     ·   3
team_invitation_list                                ·       3     3       3        3     3     3      3     3   3
member_invitation_list                              ·       3     3       3        3     3     3      3     3   3
challenge_new                                       ·       ·     ·       4        ·     ·     ·      3     ·   3
challenge_office_list                               ·       ·     ·       ·        ·     ·     ·      4     ·   4
programme_office_list                               ·       ·     ·       ·        ·     ·     ·      4     ·   4
programme_office_new                                ·       ·     ·       ·        ·     ·     ·      3     ·   3
office_organisation_list                            ·       ·     ·       ·        ·     ·     ·      3     ·   3
office_organisation_new                             ·       ·     ·       ·        ·     ·     ·      2     ·   2
person_list                                         ·       ·     ·       ·        ·     ·     ·      6     ·   6
mail_list                                           ·       ·     ·       ·        ·     ·     ·      5     ·   5
audit                                               ·       ·     ·       ·        ·     ·     ·      4     ·   4
account_signup                                      0       ·     ·       ·        ·     ·     ·      ·     ·   ·
account_login                                       0       ·     ·       ·        ·     ·     ·      ·     ·   ·
account_logout                                      ·       2     2       2        2     2     2      2     2   2
account_inactive                                    0       2     2       2        2     2     2      2     2   2
account_reauthenticate                              ·       2     2       2        2     2     2      2     2   2
account_email                                       ·       6     6       6        6     6     6      6     6   6
account_email_verification_sent                     0       2     2       2        2     2     2      2     2   2
account_change_password                             ·       2     2       2        2     2     2      2     2   2
account_set_password                                ·       ·     ·       ·        ·     ·     ·      ·     ·   ·
account_reset_password                              0       2     2       2        2     2     2      2     2   2
account_confirm_login_code                          ·       ·     ·       ·        ·     ·     ·      ·     ·   ·
account_reset_password_done                         0       2     2       2        2     2     2      2     2   2
account_reset_password_from_key_done                0       2     2       2        2     2     2      2     2   2
usersessions_list                                   ·       3     3       3        3     3     3      3     3   3
challenge_detail/open                               1       3     3       4        3     4     3      4     3   4
challenge_detail/running                            1       4     3       4        3     4     4      4     3   4
challenge_detail/released                           3       6     5       6        5     6     6      6     5   6
challenge_detail/cancelled                          1       3     3       4        3     4     3      4     3   4
challenge_edit_files/sent_back                      ·       ·     ·       4        ·     ·     ·      4     ·   4
challenge_edit_files/running                        ·       ·     ·       4        ·     ·     ·      4     ·   4
challenge_join/open                                 2       4     4       4        4     4     4      4     4   4
challenge_join/full                                 2       4     4       4        4     4     4      4     4   4
challenge_line/full                                 ·       ·     ·       ·        ·     ·     ·      4     ·   4
challenge_approval/waiting                          ·       ·     ·       4        ·     4     ·      4     ·   4
challenge_approval/sent_back                        ·       ·     ·       4        ·     4     ·      4     ·   4
challenge_approval/running                          ·       ·     ·       4        ·     4     ·      4     ·   4
challenge_apply/other_open                          ·       5     5       5        5     5     5      5     5   5
application_list/other_open                         ·       ·     ·       ·        ·     ·     ·      ·     ·   4
application_decide/other_open                       ·       ·     ·       ·        ·     ·     ·      5     ·   5
challenge_let_in/running                            ·       ·     ·       ·        ·     ·     ·      4     ·   4
challenge_teams/running                             ·       ·     ·       ·        ·     ·     ·      6     ·   6
board/running                                       ·       4     4       ·        ·     4     5      4     ·   4
partner_team_list/running                           ·       ·     ·       6        ·     ·     ·      ·     ·   ·
partner_team_list/released                          ·       ·     ·       6        ·     ·     ·      ·     ·   ·
question_list/running                               3       6     6       6        6     6     6      6     6   6
announcement_new/running                            ·       ·     ·       4        ·     4     ·      4     ·   4
team_own/running                                    ·       4     ·       ·        ·     ·     ·      ·     ·   4
team_own/released                                   ·       4     ·       ·        ·     ·     ·      ·     ·   ·
submission_overview/running                         ·       4     ·       ·        ·     ·     ·      ·     ·   4
result_list/running                                 ·       5     ·       ·        ·     5     5      5     ·   5
result_list/released                                ·       5     ·       ·        ·     5     5      5     ·   5
release_page/running                                ·       ·     ·       ·        ·     ·     ·      5     ·   5
release_page/reviewing                              ·       ·     ·       ·        ·     ·     ·      5     ·   5
release_page/released                               ·       ·     ·       ·        ·     ·     ·      5     ·   5
review_assign/running                               ·       ·     ·       ·        ·     ·     ·      5     ·   5
review_assign/reviewing                             ·       ·     ·       ·        ·     ·     ·      5     ·   5
review_assign/released                              ·       ·     ·       ·        ·     ·     ·      5     ·   5
challenge_edit/basics, sent_back                    ·       ·     ·       5        ·     ·     ·      5     ·   5
challenge_edit/basics, running                      ·       ·     ·       5        ·     ·     ·      5     ·   5
challenge_edit/case, sent_back                      ·       ·     ·       4        ·     ·     ·      4     ·   4
challenge_edit/case, running                        ·       ·     ·       4        ·     ·     ·      4     ·   4
challenge_edit/audience, sent_back                  ·       ·     ·       5        ·     ·     ·      5     ·   5
challenge_edit/audience, running                    ·       ·     ·       5        ·     ·     ·      5     ·   5
challenge_edit/joining, sent_back                   ·       ·     ·       6        ·     ·     ·      6     ·   6
challenge_edit/joining, running                     ·       ·     ·       6        ·     ·     ·      6     ·   6
challenge_edit/terms, sent_back                     ·       ·     ·       4        ·     ·     ·      4     ·   4
challenge_edit/terms, running                       ·       ·     ·       4        ·     ·     ·      4     ·   4
challenge_edit/times, sent_back                     ·       ·     ·       4        ·     ·     ·      4     ·   4
challenge_edit/times, running                       ·       ·     ·       4        ·     ·     ·      4     ·   4
challenge_edit/rubric, sent_back                    ·       ·     ·       4        ·     ·     ·      4     ·   4
challenge_edit/rubric, running                      ·       ·     ·       5        ·     ·     ·      5     ·   5
organisation_edit                                   ·       ·     ·       4        ·     ·     ·      4     ·   4
organisation_staff                                  ·       ·     ·       6        ·     ·     ·      6     ·   6
programme_office_edit                               ·       ·     ·       ·        ·     ·     ·      5     ·   5
team_detail                                         ·       ·     ·       ·        ·     5     5      5     ·   ·
confidence                                          ·       6     ·       ·        ·     ·     ·      ·     ·   6
confidence_kinds                                    ·       ·     ·       ·        ·     ·     ·      4     ·   4
board_introduce                                     ·       4     ·       ·        ·     ·     ·      ·     ·   4
board_report_person                                 ·       4     4       ·        ·     4     5      4     ·   4
board_report_team                                   ·       4     4       ·        ·     4     5      4     ·   4
board_report_introduction                           ·       ·     4       ·        ·     ·     ·      ·     ·   ·
submission_work                                     ·       5     ·       ·        ·     ·     ·      ·     ·   5
submission_work/closed                              ·       5     ·       ·        ·     ·     ·      ·     ·   ·
submission_time                                     ·       4     ·       ·        ·     ·     ·      ·     ·   4
submission_receipt                                  ·       6     ·       ·        ·     ·     ·      ·     ·   6
team_receipt                                        ·       6     ·       ·        ·     6     6      6     ·   6
work_file                                           ·       3     ·       ·        ·     3     3      3     ·   3
attachment_download                                 1       3     3       3        3     3     3      3     3   3
question_answer                                     ·       ·     ·       5        ·     5     ·      5     ·   5
team_result                                         ·       5     ·       ·        ·     5     5      5     ·   5
partner_team                                        ·       ·     ·       6        ·     ·     ·      ·     ·   ·
partner_file                                        ·       ·     ·       6        ·     ·     ·      ·     ·   ·
review_detail/assigned                              ·       ·     ·       ·        5     ·     ·      ·     ·   ·
review_detail/finished                              ·       ·     ·       ·        5     ·     ·      ·     ·   ·
review_detail/released                              ·       ·     ·       ·        5     ·     ·      ·     ·   ·
review_file                                         ·       ·     ·       ·        4     ·     ·      ·     ·   ·
team_agreement                                      ·       4     ·       ·        ·     ·     4      ·     ·   4
team_messages                                       ·       5     ·       ·        ·     ·     5      ·     ·   5
team_files                                          ·       4     ·       ·        ·     ·     4      ·     ·   4
team_pulse                                          ·       4     ·       ·        ·     ·     4      ·     ·   4
team_file_download                                  ·       4     ·       ·        ·     ·     4      ·     ·   4
removal_ask                                         ·       4     ·       ·        ·     ·     ·      ·     ·   4
team_ask                                            ·       5     5       ·        ·     ·     ·      ·     ·   5
team_link_detail                                    2       4     4       4        4     4     4      4     4   4
team_invitation_detail                              2       5     5       5        5     5     5      5     5   5
member_invitation_detail                            1       5     5       5        5     5     5      5     5   5
challenge_list/search                               2       4     4       4        4     4     4      4     4   4
site_card                                           0       0     0       0        0     0     0      0     0   0
challenge_card                                      1       1     1       1        1     1     1      1     1   1
organisation_logo                                   1       1     1       1        1     1     1      1     1   1
programme_detail/edition                            5       8     8       8        8     8     8      8     8   8
programme_join                                      4       6     6       6        6     6     6      6     6   6
programme_wishes                                    ·       5     ·       ·        ·     ·     ·      ·     ·   5
programme_students                                  ·       ·     ·       ·        ·     ·     ·      7     ·   7
programme_student_list                              ·       ·     ·       ·        ·     ·     ·      6     ·   6
programme_list_plan                                 ·       ·     ·       ·        ·     ·     ·      6     ·   6
programme_detail                                    5       7     7       7        7     7     7      7     7   7
organisation_detail                                 5       8     8       8        8     8     8      8     8   8
review_list/done                                    ·       ·     ·       ·        4     4     4      ·     ·   4
mail_list/failed                                    ·       ·     ·       ·        ·     ·     ·      5     ·   5
person_list/search                                  ·       ·     ·       ·        ·     ·     ·      6     ·   6
audit/search                                        ·       ·     ·       ·        ·     ·     ·      4     ·   4
admin:autocomplete                                  ·       ·     ·       ·        ·     ·     ·      ·     4   ·
admin:autocomplete/search                           ·       ·     ·       ·        ·     ·     ·      ·     4   ·
admin:app_list                                      ·       ·     ·       ·        ·     ·     ·      ·     2   ·
admin:index                                         ·       ·     ·       ·        ·     ·     ·      ·     3   ·
admin:login                                         ·       ·     ·       ·        ·     ·     ·      ·     ·   ·
admin:password_change                               ·       ·     ·       ·        ·     ·     ·      ·     ·   ·
admin:password_change_done                          ·       ·     ·       ·        ·     ·     ·      ·     2   ·
admin:jsi18n                                        ·       ·     ·       ·        ·     ·     ·      ·     2   ·
admin:accounts_user_changelist                      ·       ·     ·       ·        ·     ·     ·      ·     5   ·
admin:accounts_user_add                             ·       ·     ·       ·        ·     ·     ·      ·     ·   ·
admin:accounts_user_changelist/search               ·       ·     ·       ·        ·     ·     ·      ·     5   ·
admin:accounts_user_change                          ·       ·     ·       ·        ·     ·     ·      ·     6   ·
admin:accounts_user_history                         ·       ·     ·       ·        ·     ·     ·      ·     5   ·
admin:accounts_user_delete                          ·       ·     ·       ·        ·     ·     ·      ·     ·   ·
admin:accounts_institution_changelist               ·       ·     ·       ·        ·     ·     ·      ·     5   ·
admin:accounts_institution_add                      ·       ·     ·       ·        ·     ·     ·      ·     3   ·
admin:accounts_institution_changelist/search        ·       ·     ·       ·        ·     ·     ·      ·     5   ·
admin:accounts_institution_change                   ·       ·     ·       ·        ·     ·     ·      ·     6   ·
admin:accounts_institution_history                  ·       ·     ·       ·        ·     ·     ·      ·     5   ·
admin:accounts_institution_delete                   ·       ·     ·       ·        ·     ·     ·      ·     ·   ·
admin:accounts_rolegrant_changelist                 ·       ·     ·       ·        ·     ·     ·      ·     5   ·
admin:accounts_rolegrant_add                        ·       ·     ·       ·        ·     ·     ·      ·     3   ·
admin:accounts_rolegrant_changelist/search          ·       ·     ·       ·        ·     ·     ·      ·     5   ·
admin:accounts_rolegrant_change                     ·       ·     ·       ·        ·     ·     ·      ·     5   ·
admin:accounts_rolegrant_history                    ·       ·     ·       ·        ·     ·     ·      ·     6   ·
admin:accounts_rolegrant_delete                     ·       ·     ·       ·        ·     ·     ·      ·     ·   ·
admin:partners_organisation_changelist              ·       ·     ·       ·        ·     ·     ·      ·     5   ·
admin:partners_organisation_add                     ·       ·     ·       ·        ·     ·     ·      ·     4   ·
admin:partners_organisation_changelist/search       ·       ·     ·       ·        ·     ·     ·      ·     5   ·
admin:partners_organisation_change                  ·       ·     ·       ·        ·     ·     ·      ·     5   ·
admin:partners_organisation_history                 ·       ·     ·       ·        ·     ·     ·      ·     5   ·
admin:partners_organisation_delete                  ·       ·     ·       ·        ·     ·     ·      ·     ·   ·
person_detail/student                               ·       ·     ·       ·        ·     ·     ·      6     ·   6
person_detail/hopeful                               ·       ·     ·       ·        ·     ·     ·      6     ·   6
mail_detail/waiting                                 ·       ·     ·       ·        ·     ·     ·      4     ·   4
mail_detail/failed                                  ·       ·     ·       ·        ·     ·     ·      4     ·   4
notification_open                                   ·       ·     ·       ·        ·     ·     ·      ·     ·   ·
notice_off                                          1       3     3       3        3     3     3      3     3   3
account_confirm_email                               3       5     7       7        7     7     7      7     7   7
account_reset_password_from_key                     ·       5     3       3        3     3     3      3     3   3
account_reset_password_from_key/form                3       2     0       0        0     0     0      0     0   0
"""
