"""The pages a merchant sees, and what their buttons do.

Every address but those of the stand-alone pages takes a session token: ``Authorization: Bearer …`` or, for a document,
``?id_token=``.

Live parts answer HTML, or with ``Accept: application/json``::

    GET  /app/fragments/store      {sync: running|done|failed|none, photos, counts: {state: n}, credits: {available,
                                    reserved, spent, photos}, pro, auto_retouch, auto_paused_reason, undoing}
    GET  /app/fragments/estimate   {photos, credits, seconds, measured, needs_pro, credits_missing, can_start,
                                    smallest_pack: {key, name, credits, price}|null,
                                    left_out: [{media, name, code, sentence}]}
    GET  /app/fragments/progress   {batch, state: running|paused|cancelled|done|none, total, done, seconds_left,
                                    counts: {state: n}, sentence, results: [photo]}
    GET  /app/fragments/photos     [photo]; every file of the store, or ``?state=`` ``?category=`` ``?text=``
    GET  /app/fragments/exports    [{id, marketplace, state, sentence, images, blocked, zip, html, json}]
    GET  /app/fragments/photos/ID  photo and {moving, again: {job_id, reason, state, word}|null}
    GET  /app/fragments/listings   {accounts: [{id, marketplace, name, connected, reading, listings, shown,
                                    auto_export, sentence}], listings: [listing], questions, moving, connecting,
                                    run: {id, kind: export|auto|undo, total, done}|null}
    GET  /app/fragments/listings/ID  listing and {moving}
    listing = {id, marketplace, key, title, product, match, stand, photos, shown, word, sentence,
               writes: [{id, place, state, sentence, issues: [{code, rules}]}]}
    photo = {media_id, job_id, name, file_name, state, word, sentence, excluded}; state is "" before the first job

Actions are POSTs with form fields, and answer JSON: ``{sentence, …}``, with ``next`` (a page) or ``open`` (an address
outside, such as Shopify's confirmation of a charge) where there is one; a refusal is its status and
``{error: {code, sentence}}``::

    POST /app/actions/sync                          {}
    POST /app/actions/retouch                       media=ID…, or none for the whole store → {batch, photos, credits}
    POST /app/actions/batches/ID/pause|resume|cancel|undo   {batch}; cancel adds {stopped}, undo {undone: [media]}
    POST /app/actions/jobs/ID/keep|keep-original|publish    {job}
    POST /app/actions/jobs/ID/retry                 reason=too-yellow|… → {job}: another pass, compared with the first
    POST /app/actions/media/ID/undo                 {media}
    POST /app/actions/undo-all                      {undone: [media], listings, left_out}
    POST /app/actions/media/exclude|restore         media=ID… → {photos}
    POST /app/actions/exports                       marketplace=KEY of sets.TARGETS, media=ID… or none → {export}
    POST /app/actions/marketplaces/connect          marketplace=NAME of MARKETPLACES → {open, window: true}
    POST /app/actions/marketplaces/ID/read|disconnect|auto-export|undo
    POST /app/actions/listings/submit               listing=ID…, or none for all that are ready →
                                                    {run, listings, left_out: [{listing, title, code, sentence}]}
    POST /app/actions/listings/confirm              draft=ID:KEY… as looked at; listing=ID…, or none → {listings}
    POST /app/actions/listings/ID/product           product=ID, or none where it sells none of them
    POST /app/actions/listings/fix                  every one that a rule blocks → {listings, left}
    POST /app/actions/listings/ID/fix               export=on to send it again by itself
    POST /app/actions/listings/ID/prepare|restore-photos|undo
    POST /app/actions/listing-writes/ID/undo        one photo of one listing → {run, listings}
    POST /app/actions/subscribe                     → {charge, open}
    POST /app/actions/buy                           pack=KEY → {charge, open}
    POST /app/actions/cancel-plan                   {}
    POST /app/actions/settle                        reads pending charges again → {pro, credits}
    POST /app/actions/settings                      auto_retouch=on|absent, recipe, tone → {}
    POST /app/actions/keys                          name → {id, key}; the key is told this once
    POST /app/actions/keys/ID/revoke                {}

The stand-alone page: GET and POST /one-photo (field ``photo`` → {next}), GET /one-photo/SIGNED (the page; with
``Accept: application/json`` {state, finished, sentence, download}). Likewise GET and POST /check-photo (fields
``photo``, ``marketplace``, ``slot``, ``category``) and GET /check-photo/SIGNED ({state, finished, sentence, report});
GET /marketplace-rules lists every rule.
"""

from django.urls import path

from shopapp.ui import (
    views,
    views_actions,
    views_batches,
    views_checks,
    views_fragments,
    views_listings,
    views_one_photo,
    views_pictures,
)

_ACCOUNT = "app/actions/marketplaces/<int:account_id>/"
_LISTING = "app/actions/listings/<int:listing_id>/"

urlpatterns = [
    path("", views.home_page, name="home"),
    path("app/library", views.library_page, name="library"),
    path("app/photos/<int:media_id>", views.photo_page, name="photo"),
    path("app/review", views.review_page, name="review"),
    path("app/exports", views.exports_page, name="exports"),
    path("app/listings/<int:listing_id>", views_listings.listing_page, name="listing"),
    path("app/activity", views.activity_page, name="activity"),
    path("app/plan", views.plan_page, name="plan"),
    path("app/settings", views.settings_page_view, name="settings"),
    path("app/fragments/store", views_fragments.store, name="fragment-store"),
    path("app/fragments/estimate", views_fragments.estimate, name="fragment-estimate"),
    path("app/fragments/progress", views_fragments.progress, name="fragment-progress"),
    path("app/fragments/photos/<int:media_id>", views_fragments.one_photo, name="fragment-photo"),
    path("app/fragments/photos", views_fragments.photos, name="fragment-photos"),
    path("app/fragments/exports", views_fragments.exports, name="fragment-exports"),
    path("app/fragments/listings/<int:listing_id>", views_listings.listing, name="fragment-listing"),
    path("app/fragments/listings", views_listings.all_listings, name="fragment-listings"),
    path("app/actions/sync", views_actions.sync, name="sync"),
    path("app/actions/retouch", views_batches.retouch, name="retouch"),
    path("app/actions/batches/<int:batch_id>/pause", views_batches.pause, name="pause"),
    path("app/actions/batches/<int:batch_id>/resume", views_batches.resume, name="resume"),
    path("app/actions/batches/<int:batch_id>/cancel", views_batches.cancel, name="cancel"),
    path("app/actions/batches/<int:batch_id>/undo", views_batches.undo, name="undo-batch"),
    path("app/actions/jobs/<int:job_id>/keep", views_batches.keep, name="keep"),
    path("app/actions/jobs/<int:job_id>/keep-original", views_batches.keep_original, name="keep-original"),
    path("app/actions/jobs/<int:job_id>/retry", views_batches.retry, name="retry"),
    path("app/actions/jobs/<int:job_id>/publish", views_batches.publish, name="publish"),
    path("app/actions/media/<int:media_id>/undo", views_batches.undo_media, name="undo-media"),
    path("app/actions/undo-all", views_batches.undo_all, name="undo-all"),
    path("app/actions/media/exclude", views_actions.exclude, name="exclude"),
    path("app/actions/media/restore", views_actions.restore, name="restore"),
    path("app/actions/exports", views_actions.export, name="export"),
    path("app/actions/marketplaces/connect", views_listings.connect, name="connect"),
    path(_ACCOUNT + "disconnect", views_listings.disconnect, name="disconnect"),
    path(_ACCOUNT + "read", views_listings.read, name="read-listings"),
    path(_ACCOUNT + "auto-export", views_listings.auto_export, name="auto-export"),
    path(_ACCOUNT + "undo", views_listings.undo_marketplace, name="undo-marketplace"),
    path("app/actions/listings/submit", views_listings.submit, name="submit-listings"),
    path("app/actions/listings/fix", views_listings.fix_all, name="fix-listings"),
    path("app/actions/listings/confirm", views_listings.confirm, name="confirm-listings"),
    path(_LISTING + "product", views_listings.choose_product, name="choose-product"),
    path(_LISTING + "fix", views_listings.fix, name="fix-listing"),
    path(_LISTING + "prepare", views_listings.prepare, name="prepare-listing"),
    path(_LISTING + "restore-photos", views_listings.restore_photos, name="restore-photos"),
    path(_LISTING + "undo", views_listings.undo_listing, name="undo-listing"),
    path(
        "app/actions/listing-writes/<int:write_id>/undo", views_listings.undo_write, name="undo-listing-write"
    ),
    path("app/actions/subscribe", views_actions.subscribe, name="subscribe"),
    path("app/actions/buy", views_actions.buy, name="buy"),
    path("app/actions/cancel-plan", views_actions.cancel_plan, name="cancel-plan"),
    path("app/actions/settle", views_actions.settle, name="settle"),
    path("app/actions/settings", views_actions.change_settings, name="change-settings"),
    path("app/actions/keys", views_actions.create_key, name="create-key"),
    path("app/actions/keys/<int:key_id>/revoke", views_actions.revoke_key, name="revoke-key"),
    path("activity/<str:signed>", views_pictures.activity, name="activity-csv"),
    path("pictures/<str:signed>", views_pictures.picture, name="picture"),
    path("one-photo", views_one_photo.start, name="one-photo"),
    path("one-photo/<str:signed>", views_one_photo.result, name="one-photo-result"),
    path("check-photo", views_checks.start, name="check-photo"),
    path("check-photo/<str:signed>", views_checks.result, name="check-photo-result"),
    path("marketplace-rules", views_checks.rules, name="marketplace-rules"),
]
