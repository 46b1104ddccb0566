"""Google Calendar: signing in, reading, writing. Whatever knows Google's names and answers is in this folder.

`endpoints` says where Google is, `transport` sends a request once, `tokens` and `sign_in` get the right to,
`calls` names what can be asked, `client` asks it, `troubles` says what a refusal means.
"""
