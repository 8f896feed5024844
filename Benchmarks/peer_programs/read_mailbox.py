"""Reads every mail of a mailbox with Python's own library: all headers, all texts and attachments decoded.

    read_mailbox.py MAILBOX        prints how many mails there were
"""

import mailbox
import sys

count = 0
for mail in mailbox.mbox(sys.argv[1], create=False):
    count += 1
    mail.items()
    for part in mail.walk():
        if not part.is_multipart():
            part.get_payload(decode=True)
print(count)
