# Reports of misuse: the form, the receipt and the list of the certification body.

report-title = Report misuse
report-back = To the check
report-lead = Your report goes to { $body }. You get a receipt and need not say who you are.
report-kind = What is not right?
report-kind-not_valid = The certificate is shown although it is not valid
report-kind-another_holder = Somebody other than the holder shows it
report-kind-altered = The paper or the sign says something else than the check
report-kind-mark = The mark is used in a wrong way
report-kind-other = Something else
report-number = Number of the certificate
report-number-hint = If you have it. It stands on the paper or the sign.
report-place = Where did you see it?
report-place-hint = An address, a town or a website.
report-more = What more should we know?
report-more-hint = Optional. Do not give names of private persons.
report-kept = We keep what you write here and when it came, but nothing about you.
report-send = Send the report
report-needed-kind = Choose what fits best
report-needed-place = Say where you saw it
report-too-long = The text is too long. Shorten it
report-wrong-number = The number cannot be right. Look at it once more, or leave the field empty
receipt-title = Receipt
receipt-waits = Thank you. The report has arrived.
receipt-waits-lead = { $body } will look into it. The answer comes on this page.
receipt-closed = The report is closed.
receipt-closed-lead = { $body } has looked into it.
receipt-number = Receipt
receipt-about = Certificate
receipt-at = Received
receipt-closed-at = Closed
receipt-answer = Answer
receipt-no-answer = No answer was written.
receipt-keep = Keep the address of this page or the number of the receipt if you want to see the answer. We do not know who you are and cannot get in touch.
reports-title = Reports of misuse
reports-lead = What people have told about certificates, signs and marks. Whoever has the receipt can read your answer.
reports-waiting = { $n ->
    [0] To look into
    [one] 1 report to look into
   *[other] { $n } reports to look into
 }
reports-none = No report is waiting.
reports-closed = Closed
reports-closed-on = Closed on { $day }.
reports-close = Close
reports-answer = Answer to whoever reported
reports-answer-hint = Whoever has the receipt reads it. Do not give names of private persons.
reports-close-button = Close the report
reports-way = { $n ->
    [one] 1 report of misuse is waiting.
   *[other] { $n } reports of misuse are waiting.
 }
done-ReportClosed = The report is closed.
