## Signs and mark

certificate-kit = Signs, mark and website
kit-check = See the verification page
kit-print = Print the sign and the codes (PDF)
kit-print-what = Three pages of A4: a sign to hang up, the codes in several sizes, and the mark with its rules.
kit-sv = In Swedish
kit-en = In English
kit-not-now = { $word }:
kit-not-now-text = The certificate is not valid now, so there is nothing to print here. This is what to do with what is up already.
kit-badge = The badge on your website
kit-badge-what = The picture is fetched from here each time the page is shown. When the certificate is not valid it turns grey, parts and says “Not valid now”.
kit-badge-alt = The mark { $scheme }, number { $number }. See whether it is valid today.
kit-snippet-sv = Swedish page: paste this
kit-snippet-en = English page: paste this
kit-snippet-what = Keep the link and the alternative text. On purpose the text does not say that the certificate is valid: only the picture and the verification page do.
kit-mark-not-now = The mark is not handed out while the certificate is not valid.
kit-codes = The codes
